internal import Diagnostics
internal import HTTP
internal import JSON
internal import Reconciler

/// Finds out what the org's types of integrations call things, once for each.
actor IntegrationDirectory {
  private let client: ReadingClient
  private let problems: RequestProblem
  private var known: [String: Task<Result<IntegrationNames, DiagnosticsError>, Never>] = [:]

  init(client: ReadingClient, redactor: Redactor) {
    self.client = client
    problems = RequestProblem(
      redactor: redactor, subject: "the integration type",
      permissions: .init(read: ["integrations:integration:view"]))
  }

  /// Returns the names of a type; three requests for the first who asks.
  func names(_ discovery: Wire.Discovery) async throws(DiagnosticsError) -> IntegrationNames {
    let task = known[discovery.type] ?? Task { await read(discovery.type) }
    known[discovery.type] = task
    return try await task.value.get()
  }

  private func read(_ type: String) async -> Result<IntegrationNames, DiagnosticsError> {
    let path = "/api/v2/integrations/types/\(type)"
    async let answer = get(path)
    async let schema = get("\(path)/configschemas/properties")
    async let credentials = get("/api/v2/integrations/credentials/types")
    let answers = await [answer, schema, credentials]
    do throws(DiagnosticsError) {
      return .success(
        IntegrationNames(
          type: try answers[0].get(), schema: try answers[1].get(),
          credentialTypes: try answers[2].get()))
    } catch {
      return .failure(error)
    }
  }

  private func get(_ path: String) async -> Result<JSON, DiagnosticsError> {
    do throws(HTTPFailure) {
      let response = try await client.get(path, template: path).response
      guard response.status == 200, let body = response.json else {
        let problem = problems.problem(of: response, to: client.line(path))
        return .failure(DiagnosticsError(problem))
      }
      return .success(body)
    } catch {
      return .failure(DiagnosticsError(problems.problem(of: error)))
    }
  }
}
