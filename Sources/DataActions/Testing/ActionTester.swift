package import HTTP
package import JSON
internal import Templates

/// Runs an action offline: as Genesys runs it and, where gcsync serves it, as gcsync does.
package struct ActionTester: Sendable {
  /// Makes what serves the action out of a transport; nil where nothing does.
  package typealias Serving = @Sendable (any Transport) -> SourceHandler?

  private let action: DataAction
  private let api: String?
  private let serving: Serving

  /// Makes one; `api` is where URLs lead that name no host.
  package init(_ action: DataAction, api: String? = nil, serving: @escaping Serving) {
    (self.action, self.api, self.serving) = (action, api, serving)
  }

  /// Runs one test of the manifest.
  package func result(of test: ActionTest) async -> ActionTestResult {
    let upstream = CannedUpstream(test.upstream)
    let trace = await trace(
      of: test.input, through: upstream,
      surroundings: ActionRequest.Surroundings(
        credentials: credentials(test.credentials), authResponse: test.authResponse))
    // A retry asks the same, so that the first request is the one a test is about.
    return ActionTestResult(test, trace, sent: upstream.asked.first?.shown)
  }

  /// Runs the action with an upstream: the test's, or a real one.
  package func trace(
    of input: JSON, through upstream: any Transport,
    surroundings: ActionRequest.Surroundings = ActionRequest.Surroundings()
  ) async -> ActionTrace {
    let served = serving(upstream)
    var surroundings = surroundings
    surroundings.api = surroundings.api ?? api
    guard let run = ActionRun(action, surroundings: surroundings) else {
      guard let served else {
        var trace = ActionTrace()
        trace.fail(
          .resolveRequest,
          StepFailure(
            "the manifest says neither how Genesys asks (config.request) nor where from gcsync "
              + "answers (source)", hint: "an action that others serve can be tested there alone"))
        return trace
      }
      return await Self.trace(of: input, served)
    }
    return await run.trace(of: input) { request, trace in
      if let served { return await Self.serve(request, served, &trace) }
      return await Self.send(request, through: upstream)
    }
  }

  /// What stands for credentials that nothing is known of.
  var surroundings: ActionRequest.Surroundings {
    ActionRequest.Surroundings(credentials: credentials(JSONObject()))
  }

  /// Returns credentials, and for those that templates want besides a text that tells which they are.
  private func credentials(_ given: JSONObject) -> JSONObject {
    var credentials = given
    let templates = action.request.map {
      [$0.url] + $0.headers.map(\.value) + ($0.body.map { [$0] } ?? [])
    }
    for reference in (templates ?? []).flatMap(\.references) where reference.root == "credentials" {
      guard reference.names.count > 1, !credentials.contains(reference.names[1]) else { continue }
      credentials[reference.names[1]] = .string("credentials.\(reference.names[1])")
    }
    return credentials
  }

  private static func trace(of input: JSON, _ served: SourceHandler) async -> ActionTrace {
    var trace = ActionTrace()
    let (outcome, steps) = await served.answer(to: input)
    trace.append(steps)
    if case .success(let result) = outcome { trace.finish(result) }
    return trace
  }

  /// Lets what gcsync serves answer the request that Genesys makes.
  private static func serve(
    _ request: ResolvedRequest, _ served: SourceHandler, _ trace: inout ActionTrace
  ) async -> Result<HTTPResponse, StepFailure> {
    guard let call = try? JSON.parse(request.body), let data = call["data"] else {
      return .failure(
        StepFailure(
          "Invalid input: 'data' key missing from event.",
          hint: "gcsync takes {actionName, requestId, data}; write \"data\": ${input.rawRequest}",
          text: request.body))
    }
    let (outcome, steps) = await served.answer(to: data)
    trace.append(steps)
    let reply = outcome.reply
    return .success(
      HTTPResponse(
        status: served.source.errors.status(of: reply), body: Array(reply.json.text.utf8)))
  }

  private static func send(
    _ request: ResolvedRequest, through upstream: any Transport
  ) async -> Result<HTTPResponse, StepFailure> {
    guard let method = HTTPRequest.Method(rawValue: request.method),
      let url = URL(parsing: request.url)
    else { return .failure(StepFailure("\(request.method) \(request.url) cannot be sent")) }
    do throws(TransportError) {
      let headers = request.headers.map { HTTPHeaders.Field(name: $0.name, value: $0.value) }
      return .success(
        try await upstream.send(
          HTTPRequest(method, url, headers: HTTPHeaders(headers), body: Array(request.body.utf8))))
    } catch {
      return .failure(
        StepFailure(
          error.reason == .timeout
            ? "the upstream did not answer in time"
            : "the upstream gave no answer: \(error.detail)",
          hint: "a flow takes its \(error.reason == .timeout ? "timeout" : "failure") path"))
    }
  }
}
