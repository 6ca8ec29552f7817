package import Diagnostics
internal import HTTP
package import JSON
internal import Reconciler

/// Has the org run a data action in its test mode, which asks the action's real upstream.
package struct ActionTrialClient: Sendable {
  private let client: WritingClient
  private let problems: RequestProblem

  init(_ writer: GenesysWriter) {
    client = writer.client
    problems = RequestProblem(
      redactor: writer.reader.redactor, subject: "DataAction",
      permissions: .init(read: [], write: ["integrations:action:execute"]))
  }

  /// Returns the org's trace of an action for an input.
  package func trace(of id: String, input: JSON) async throws(DiagnosticsError) -> JSON {
    let path = "/api/v2/integrations/actions/\(URL.percentEncoded(segment: id))/test"
    let response: HTTPResponse
    do throws(HTTPFailure) {
      response = try await client.post(
        path, input, template: "/api/v2/integrations/actions/{id}/test"
      ).response
    } catch {
      throw DiagnosticsError(problems.problem(of: error))
    }
    guard response.isSuccess, let trace = response.json, trace["operations"] != nil else {
      throw DiagnosticsError(problems.problem(of: response, to: client.line(.post, path)))
    }
    return trace
  }
}

extension GenesysWriter {
  /// What runs data actions in the org's test mode.
  package var actionTrials: ActionTrialClient { ActionTrialClient(self) }
}
