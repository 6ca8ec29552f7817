import CCurl
import HTTP

/// One request on its way: what it sends, what came back so far, and who waits for it.
///
/// `@unchecked Sendable`: after its hand-over only the loop's thread touches it.
final class CurlTransfer: CurlWork, @unchecked Sendable {
  let request: WireRequest
  let timeout: Duration
  let deadline: ContinuousClock.Instant
  /// What judges the addresses it connects to.
  let peers: PeerGuard?
  private let sink: BodySink?
  /// The body where libcurl may read it until the transfer ends.
  let body: UnsafeMutableRawBufferPointer

  private let responseLimit: Int
  private let continuation: CheckedContinuation<Result<HTTPResponse, TransportError>, Never>
  private(set) var head = ResponseHead()
  private(set) var received: [UInt8] = []
  /// How many bytes of the body came.
  private var count = 0
  private(set) var isTooLarge = false
  /// Why an address must not be connected to, the last one that was refused.
  private(set) var objection: String?
  /// How often libcurl began to send the request.
  private(set) var attempts = 0

  init(
    _ request: WireRequest, timeout: Duration, responseLimit: Int, peers: PeerGuard? = nil,
    sink: BodySink? = nil,
    continuation: CheckedContinuation<Result<HTTPResponse, TransportError>, Never>
  ) {
    self.request = request
    self.timeout = timeout
    self.responseLimit = responseLimit
    self.peers = peers
    self.sink = sink
    self.continuation = continuation
    deadline = .now + timeout
    body = .allocate(byteCount: request.body.count, alignment: 1)
    body.copyBytes(from: request.body)
  }

  deinit { body.deallocate() }

  var mayHaveBeenSent: Bool { attempts > 0 }

  func prepare(_ easy: CurlEasy, timeout: Duration, _ configuration: CurlConfiguration) {
    easy.prepare(self, timeout: timeout, configuration)
  }

  func end(_ code: CURLcode, on easy: CurlEasy) -> () -> Void {
    let outcome = easy.outcome(code, of: self)
    return { self.finish(outcome) }
  }

  func fail(_ fault: CurlFault) {
    let reason: TransportError.Reason = fault == .late ? .timeout : .unsupported
    finish(.failure(TransportError(reason, fault.rawValue, mayHaveBeenSent: false)))
  }

  private func finish(_ result: Result<HTTPResponse, TransportError>) {
    continuation.resume(returning: result)
  }

  func cancel() {
    finish(
      .failure(
        TransportError(.cancelled, "the request was cancelled", mayHaveBeenSent: mayHaveBeenSent)))
  }
}

extension CurlTransfer {
  /// Returns whether there may be a connection to an address; nil is one nobody can judge.
  func accepts(_ address: IPAddress?) -> Bool {
    guard let peers else { return true }
    guard let address else {
      objection = "the server has no address that can be judged"
      return false
    }
    guard let words = peers.objection(address) else { return true }
    objection = words
    return false
  }

  /// Counts an attempt, and returns whether it may go ahead.
  ///
  /// libcurl sends a request again, unasked, where a reused connection breaks before an answer
  /// came. The server may have acted on the first one, so that only reads may go twice.
  func beginAttempt() -> Bool {
    attempts += 1
    return attempts == 1 || request.method == .get || request.method == .head
  }

  /// Takes a line of the head; false ends the transfer.
  func receive(line: UnsafeRawBufferPointer) -> Bool {
    isTooLarge = !head.take(line)
    return !isTooLarge
  }

  /// Takes bytes of the decoded body; false ends the transfer.
  func receive(bytes: UnsafeRawBufferPointer) -> Bool {
    isTooLarge = bytes.count > responseLimit - count
    guard !isTooLarge else { return false }
    defer { count += bytes.count }
    if let sink, (200..<300).contains(head.status) {
      if count == 0 { sink.begin() }
      return sink.take(bytes)
    }
    if received.isEmpty { makeRoom() }
    received.append(contentsOf: bytes)
    return true
  }

  /// Takes the memory for a body of a known size at once, so that a large one is not moved about.
  private func makeRoom() {
    guard let length = head.headers["Content-Length"].flatMap({ Int($0) }), length > 0 else {
      return
    }
    received.reserveCapacity(min(length, responseLimit, 16 << 20))
  }
}
