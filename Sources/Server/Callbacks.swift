internal import CMicroHTTPD
import HTTP
import Synchronization

/// Begins a request; `MHD_OPTION_URI_LOG_CALLBACK`, which alone sees the target as it was sent.
func handleBegin(
  _ context: UnsafeMutableRawPointer?, _ uri: UnsafePointer<CChar>?, _ connection: OpaquePointer?
) -> UnsafeMutableRawPointer? {
  guard let context, let uri, let connection else { return nil }
  let daemon = Unmanaged<Daemon>.fromOpaque(context).takeUnretainedValue()
  let exchange = daemon.began(String(cString: uri), on: .init(pointer: connection))
  return Unmanaged.passRetained(exchange).toOpaque()
}

/// Takes up a connection and lets it go; `MHD_OPTION_NOTIFY_CONNECTION`.
func handleConnection(
  _ context: UnsafeMutableRawPointer?, _ connection: OpaquePointer?,
  _ socket: UnsafeMutablePointer<UnsafeMutableRawPointer?>?, _ what: MHD_ConnectionNotificationCode
) {
  guard let context, let connection else { return }
  let connections = Unmanaged<Daemon>.fromOpaque(context).takeUnretainedValue().connections
  let handle = Daemon.Handle(pointer: connection)
  if gcs_mhd_is_start(what) {
    connections.opened(handle)
  } else {
    connections.closed(handle)
  }
}

/// Ends a request and lets its state go; `MHD_OPTION_NOTIFY_COMPLETED`.
func handleCompletion(
  _ context: UnsafeMutableRawPointer?, _ connection: OpaquePointer?,
  _ request: UnsafeMutablePointer<UnsafeMutableRawPointer?>?, _ reason: MHD_RequestTerminationCode
) {
  guard let context, let request, let exchange = request.pointee else { return }
  request.pointee = nil
  Unmanaged<Daemon>.fromOpaque(context).takeUnretainedValue()
    .completed(Unmanaged<Exchange>.fromOpaque(exchange).takeRetainedValue())
}

/// Takes a request's head, the pieces of its body, its end, and its way back from suspension.
func handleAccess(
  _ context: UnsafeMutableRawPointer?, _ connection: OpaquePointer?,
  _ url: UnsafePointer<CChar>?, _ method: UnsafePointer<CChar>?,
  _ version: UnsafePointer<CChar>?, _ upload: UnsafePointer<CChar>?,
  _ uploadSize: UnsafeMutablePointer<Int>?,
  _ request: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
) -> MHD_Result {
  guard let context, let connection, let method, let version, let uploadSize,
    let state = request?.pointee
  else { return .NO }
  let daemon = Unmanaged<Daemon>.fromOpaque(context).takeUnretainedValue()
  let exchange = Unmanaged<Exchange>.fromOpaque(state).takeUnretainedValue()
  if exchange.state.withLock({ $0.headers == nil }) {
    let early = daemon.receiveHead(
      exchange, headers: headers(of: connection), version: String(cString: version))
    return early.map { queue($0, on: connection) } ?? .YES
  }
  if uploadSize.pointee > 0 {
    let bytes = UnsafeRawBufferPointer(start: upload, count: uploadSize.pointee)
    uploadSize.pointee = 0
    return exchange.append(bytes, limit: daemon.bodyLimit) ? .YES : .NO
  }
  let answered = exchange.state.withLock { state -> ServerResponse? in
    if case .answered(let response) = state.phase { response } else { nil }
  }
  if let answered { return queue(answered, on: connection) }
  let isWorking = exchange.state.withLock { state in
    if case .working = state.phase { true } else { false }
  }
  if isWorking { return .YES }
  let response = daemon.respond(to: exchange, method: String(cString: method))
  return response.map { queue($0, on: connection) } ?? .YES
}

/// Sends an answer, or closes the connection where there is none; `MHD_queue_response`.
private func queue(_ response: ServerResponse, on connection: OpaquePointer) -> MHD_Result {
  guard !response.isDropped, (200...999).contains(response.status) else { return .NO }
  let handle =
    if let length = response.statedLength, response.body.isEmpty {
      gcs_mhd_bodiless_response(UInt64(length))
    } else {
      response.body.withUnsafeBytes { gcs_mhd_response($0.baseAddress, $0.count) }
    }
  guard let handle else { return .NO }
  defer { MHD_destroy_response(handle) }
  for field in response.headers.fields {
    _ = MHD_add_response_header(handle, field.name, field.value)
  }
  return MHD_queue_response(connection, UInt32(response.status), handle)
}

private func headers(of connection: OpaquePointer) -> HTTPHeaders {
  var headers = HTTPHeaders()
  withUnsafeMutablePointer(to: &headers) { pointer in
    gcs_mhd_headers(
      connection,
      { context, _, name, value in
        guard let context, let name else { return .YES }
        context.assumingMemoryBound(to: HTTPHeaders.self).pointee
          .add(String(cString: name), value.map { String(cString: $0) } ?? "")
        return .YES
      }, pointer)
  }
  return headers
}
