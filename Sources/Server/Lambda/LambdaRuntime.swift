package import HTTP
internal import JSON
package import World

/// Receives requests from AWS Lambda instead of a socket: the loop of a custom runtime.
///
/// It asks the Runtime API for a call, hands it to the handler, and posts the answer or the error,
/// one call after another, until Lambda stops the process.
package struct LambdaRuntime: Sendable {
  /// What answers a call.
  package typealias Handler =
    @Sendable (LambdaInvocation) async throws(LambdaError) -> [UInt8]

  /// Why the loop came to an end, which ends the process.
  package struct Failure: Error, Sendable, CustomStringConvertible {
    package let description: String
  }

  private let base: URL
  private let transport: any Transport
  private let world: World

  /// Where Lambda tells a runtime that its API is, as `HOST:PORT`.
  package static let variable = "AWS_LAMBDA_RUNTIME_API"

  /// Finds the Runtime API in the environment; nil outside of Lambda.
  package init?(transport: any Transport, world: World) {
    guard let place = world.environment(Self.variable),
      let base = URL(parsing: "http://\(place)/2018-06-01/runtime")
    else { return nil }
    self.base = base
    self.transport = transport
    self.world = world
  }

  /// Answers calls until the Runtime API is gone, or so many of them.
  package func run(calls: Int? = nil, _ handler: Handler) async throws(Failure) {
    var answered = 0
    while calls.map({ answered < $0 }) ?? true {
      let invocation = try await next()
      switch await outcome(of: invocation, handler) {
      case .success(let body):
        try await post("/invocation/\(invocation.requestID)/response", body)
      case .failure(let error):
        try await report(error, "/invocation/\(invocation.requestID)/error")
      }
      answered += 1
    }
  }

  /// Tells Lambda that the function cannot start.
  package func failToStart(_ error: LambdaError) async throws(Failure) {
    try await report(error, "/init/error")
  }

  private func outcome(
    of invocation: LambdaInvocation, _ handler: Handler
  ) async -> Result<[UInt8], LambdaError> {
    do throws(LambdaError) {
      return .success(try await handler(invocation))
    } catch {
      return .failure(error)
    }
  }

  private func next() async throws(Failure) -> LambdaInvocation {
    // Lambda freezes the process while it waits here, so that no time-out can be right.
    let request = HTTPRequest(
      .get, base.appending(path: "/invocation/next"), timeout: .seconds(86_400 * 365))
    let response = try await send(request)
    guard response.isSuccess, let invocation = LambdaInvocation(response) else {
      throw Failure(
        description: "the Runtime API answered \(response.status) without a call to handle")
    }
    return invocation
  }

  private func report(_ error: LambdaError, _ path: String) async throws(Failure) {
    let body: JSON = [
      "errorMessage": .string(error.message), "errorType": .string(error.type), "stackTrace": [],
    ]
    try await post(path, body.bytes, errorType: error.type)
  }

  private func post(
    _ path: String, _ body: [UInt8], errorType: String? = nil
  ) async throws(Failure) {
    var request = HTTPRequest(.post, base.appending(path: path), timeout: .seconds(60))
    request.headers["Content-Type"] = "application/json"
    if let errorType { request.headers["Lambda-Runtime-Function-Error-Type"] = errorType }
    request.body = body
    let response = try await send(request)
    // An answer that Lambda refuses, because it is too large or too late, is the call's own loss.
    guard response.isSuccess || (400..<500).contains(response.status) else {
      throw Failure(description: "the Runtime API answered \(response.status) to \(request.line)")
    }
    if response.status == 413, errorType == nil {
      try await report(
        LambdaError(
          type: "Lambda.ResponseTooLarge", message: "the answer is larger than Lambda takes"),
        path.hasSuffix("/response") ? String(path.dropLast(8)) + "error" : path)
    }
  }

  private func send(_ request: HTTPRequest) async throws(Failure) -> HTTPResponse {
    do throws(TransportError) {
      return try await transport.send(request)
    } catch {
      throw Failure(description: "the Runtime API cannot be reached: \(error.detail)")
    }
  }
}
