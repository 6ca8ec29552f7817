package import Codecs
package import HTTP
package import JSON

/// Calls the operations of one service in one region.
package struct AWSClient: Sendable {
  package let service: AWSService
  package let region: String
  private let endpoint: URL
  private let client: HTTPClient

  init(
    _ service: AWSService, region: String, at endpoint: URL, through client: HTTPClient
  ) {
    self.service = service
    self.region = region
    self.endpoint = endpoint
    self.client = client
  }

  /// How long an attempt may take; a call that waits at the server needs longer.
  package static let timeout = Duration.seconds(15)

  /// Calls an operation of a service that speaks JSON.
  package func call(
    _ operation: String, _ body: JSON, timeout: Duration = Self.timeout
  ) async throws(AWSFailure) -> JSON {
    guard case .json(let version, let target) = service.wire else {
      preconditionFailure("\(service.id) does not speak JSON of this kind")
    }
    var request = request(.post, "/", operation, timeout)
    request.headers = [
      "Content-Type": "application/x-amz-json-\(version)",
      "X-Amz-Target": String(joining: [target, ".", operation]),
    ]
    request.body = body.bytes
    return try json(await send(request, operation), of: request, operation)
  }

  /// Calls an action of a service that takes forms, and returns its result.
  package func query(
    _ action: String, _ parameters: [(String, String)] = []
  ) async throws(AWSFailure) -> XMLElement {
    guard case .query(let version) = service.wire else {
      preconditionFailure("\(service.id) does not take forms")
    }
    var form = endpoint
    form.query = ([("Action", action), ("Version", version)] + parameters)
      .map { URL.QueryItem($0, $1) }
    var request = request(.post, "/", action, Self.timeout)
    request.headers["Content-Type"] = "application/x-www-form-urlencoded; charset=utf-8"
    request.body = Array(form.queryText.utf8)
    let root = try xml(await send(request, action), of: request, action)
    return root["\(action)Result"] ?? root
  }

  /// Calls an operation that is a method on a path, already percent-encoded.
  ///
  /// An account, where one is given, becomes part of the host on AWS, as S3 Control wants it, and
  /// is named in a header everywhere.
  package func rest(
    _ operation: String, _ method: HTTPRequest.Method, _ path: String,
    query: [URL.QueryItem] = [], headers: HTTPHeaders = HTTPHeaders(), body: [UInt8] = [],
    account: String? = nil
  ) async throws(AWSFailure) -> HTTPResponse {
    var request = request(method, path, operation, Self.timeout)
    request.url.query = query
    request.headers = headers
    request.body = body
    if let account {
      request.headers["x-amz-account-id"] = account
      if request.url.host.hasPrefix("\(service.hostPrefix).\(region).") {
        request.url.host = "\(account).\(request.url.host)"
      }
    }
    return try await send(request, operation)
  }

  /// Calls an operation of a REST service that speaks JSON.
  package func restJSON(
    _ operation: String, _ method: HTTPRequest.Method, _ path: String,
    query: [URL.QueryItem] = [], body: JSON? = nil
  ) async throws(AWSFailure) -> JSON {
    let headers: HTTPHeaders = body == nil ? [:] : ["Content-Type": "application/json"]
    let response = try await rest(
      operation, method, path, query: query, headers: headers, body: body?.bytes ?? [])
    return try json(response, of: request(method, path, operation, Self.timeout), operation)
  }

  /// Calls an operation of a REST service that speaks XML, and returns the root of its answer.
  package func restXML(
    _ operation: String, _ method: HTTPRequest.Method, _ path: String,
    query: [URL.QueryItem] = [], account: String? = nil
  ) async throws(AWSFailure) -> XMLElement {
    let response = try await rest(operation, method, path, query: query, account: account)
    return try xml(response, of: request(method, path, operation, Self.timeout), operation)
  }

  private func request(
    _ method: HTTPRequest.Method, _ path: String, _ operation: String, _ timeout: Duration
  ) -> HTTPRequest {
    HTTPRequest(
      method, endpoint.appending(path: path), template: "\(service.actionPrefix):\(operation)",
      timeout: timeout, isRepeatable: true)
  }

  private func send(
    _ request: HTTPRequest, _ operation: String
  ) async throws(AWSFailure) -> HTTPResponse {
    let response: HTTPResponse
    do throws(HTTPFailure) {
      response = try await client.send(request).response
    } catch {
      throw AWSFailure(error, service: service, operation: operation)
    }
    guard response.isSuccess else {
      throw AWSFailure(response, to: request, service: service, operation: operation)
    }
    return response
  }

  private func json(
    _ response: HTTPResponse, of request: HTTPRequest, _ operation: String
  ) throws(AWSFailure) -> JSON {
    if response.body.isEmpty { return [:] }
    guard let answer = try? JSON.parse(response.body) else {
      throw malformed(response, request, operation)
    }
    return answer
  }

  private func xml(
    _ response: HTTPResponse, of request: HTTPRequest, _ operation: String
  ) throws(AWSFailure) -> XMLElement {
    guard let root = try? XMLElement.parse(response.body) else {
      throw malformed(response, request, operation)
    }
    return root
  }

  private func malformed(
    _ response: HTTPResponse, _ request: HTTPRequest, _ operation: String
  ) -> AWSFailure {
    AWSFailure(
      .other, service: service, operation: operation,
      message: "the answer is not what the service sends there", line: request.line,
      requestID: response.awsRequestID, mayHaveHappened: true)
  }
}
