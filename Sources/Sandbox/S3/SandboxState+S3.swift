import HTTP
import Server
import World

extension SandboxState {
  /// Answers a request to the account.
  mutating func answerS3(_ request: ServerRequest, _ at: Circumstances) -> Outcome {
    let requestID = identifiers.next(at.world).split(separator: "-").joined().uppercased()
    let route = Result { () throws(S3Error) in try S3Route(request) }
    var played = withFault(for: request) { state in
      do throws(S3Error) {
        if let file = try state.answerExport(request, at) { return file }
        return try state.answerCall(request, route, at)
      } catch {
        return error.response(requestID: requestID, resource: request.path)
      }
    }
    if request.method == "HEAD", !played.response.isDropped, played.response.status >= 300 {
      played.response.body = []
      played.response.headers["Content-Type"] = "application/xml"
    }
    if played.response.headers["x-amz-request-id"] == nil {
      played.response.headers.add("x-amz-request-id", requestID)
    }
    return Outcome(
      response: played.response,
      template: ExportLink(request) == nil
        ? (try? route.get())?.template ?? "unknown call" : ExportLink.prefix + "{file}",
      delay: played.delay)
  }

  private mutating func answerCall(
    _ request: ServerRequest, _ route: Result<S3Route, S3Error>, _ at: Circumstances
  ) throws(S3Error) -> ServerResponse {
    let known = [SandboxOptions.Pair(id: "sandbox", secret: "sandbox")] + at.options.awsKeys
    let signed = try SignatureCheck(request: request, keys: known, now: at.now).verify()
    let route = try route.get()
    if denied.contains(route.action) {
      throw .accessDenied("User is not authorized to perform: \(route.action)")
    }
    let call = S3Call(request: request, route: route, region: signed.region, now: at.now)
    let response = try account.answer(call)
    if request.method != "GET", request.method != "HEAD" { generation += 1 }
    return response
  }
}

/// An accepted request to S3.
struct S3Call {
  let request: ServerRequest
  let route: S3Route
  /// The region it was signed for.
  let region: String
  let now: Timestamp

  func query(_ name: String) -> String? { request.queryValue(name) }

  /// Returns a count out of the query, cut to the largest one served.
  func count(_ name: String, max: Int) throws(S3Error) -> Int {
    guard let text = query(name) else { return max }
    guard let value = Int(text), value >= 0 else { throw .invalidArgument(name, text) }
    return min(value, max)
  }
}
