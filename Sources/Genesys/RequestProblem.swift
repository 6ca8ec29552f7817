internal import Diagnostics
internal import HTTP
internal import Reconciler

/// Says in the words of a diagnostic why a request to Genesys did not do what it should.
struct RequestProblem {
  let redactor: Redactor
  /// What is asked for, as a person calls it.
  let subject: String
  let permissions: Wire.Permissions

  /// Describes a request without an answer.
  func problem(of failure: HTTPFailure) -> Diagnostic {
    var notes = [Diagnostic.Note("request: \(failure.line)")]
    if failure.attempts.count > 1 { notes.append(.init("attempts: \(failure.attempts.count)")) }
    let detail = redactor.redact(failure.detail)
    switch failure.kind {
    case .transport(.tls, _):
      return .error("tls-failure", "no secure connection: \(detail)", notes: notes)
    case .transport(.malformed, _), .transport(.unsupported, _), .transport(.tooLarge, _):
      return .error(
        "not-the-api", "the answer cannot be one of Genesys Cloud: \(detail)", notes: notes)
    case .transport(.cancelled, _), .cancelled:
      return .error("interrupted", "the run was interrupted", notes: notes)
    case .rateLimited(let wait): return rateLimited(asking: wait, notes)
    case .deadline where failure.attempts.last?.status == 429:
      return rateLimited(asking: nil, notes)
    case .transport, .deadline, .circuitOpen:
      return .error(
        "unreachable", "Genesys Cloud cannot be reached: \(detail)", notes: notes,
        hint: Self.unreachableHint)
    case .hostNotAllowed: return .error("host-not-allowed", detail, notes: notes)
    case .authentication(let status): return authentication(status, detail, notes)
    }
  }

  private static let authenticationHint =
    "check the client id, its secret and that both belong to this domain"
  private static let unreachableHint =
    "check the network and genesys.domain of the environment; gcsync doctor looks at each step"

  /// Describes an answer that is not the one asked for.
  func problem(of response: HTTPResponse, to line: String) -> Diagnostic {
    let body = ErrorBody(response)
    let notes = details(of: body) + notes(response, line)
    let said = body.map { redactor.redact($0.said) }
    switch response.status {
    case 401:
      return .error(
        "authentication-failed",
        "Genesys Cloud refuses the access token" + (said.map { ": \($0)" } ?? ""), notes: notes,
        hint: Self.authenticationHint)
    case 429: return rateLimited(asking: response.askedWait, remark(said) + notes)
    case 409, 412:
      return .error(
        "conflict", "the object changed or exists already" + (said.map { ": \($0)" } ?? ""),
        notes: notes)
    case _ where body == nil && response.isPage && ![502, 503, 504].contains(response.status):
      return notTheAPI("a page for people, status \(response.status)", notes)
    case 403: return denied(body, said, notes)
    case 502, 503, 504: return unavailable(response, remark(said) + notes)
    case _ where response.isSuccess:
      return notTheAPI("status \(response.status) and an unexpected body", notes)
    case 500... where body == nil:
      return notTheAPI("status \(response.status) without an error of the API", notes)
    default: return refused(response.status, body, notes)
    }
  }

  /// Describes an answer that is not JSON, or not the JSON the API promises.
  func notTheAPI(_ what: String, _ notes: [Diagnostic.Note]) -> Diagnostic {
    .error(
      "not-the-api", "what answered is not the Genesys Cloud API: \(what)", notes: notes,
      hint: "check the domain or apiURL of the connection, and any proxy in between")
  }

  func notes(_ response: HTTPResponse, _ line: String) -> [Diagnostic.Note] {
    let correlation = response.refusalID.map { redactor.redact($0, limit: 100) }
    return [.init("request: \(line)")]
      + (correlation.map { [.init("correlation id: \($0)")] } ?? [])
  }

  /// What is wrong with single fields, at most ten of them.
  private func details(of body: ErrorBody?) -> [Diagnostic.Note] {
    (body?.details ?? []).prefix(10).map { .init(redactor.redact($0)) }
  }

  /// The service's own words, where the message is ours.
  private func remark(_ said: String?) -> [Diagnostic.Note] {
    said.map { [.init("the service says: \($0)")] } ?? []
  }

  private func authentication(
    _ status: Int?, _ detail: String, _ notes: [Diagnostic.Note]
  ) -> Diagnostic {
    switch status {
    case 429: rateLimited(asking: nil, [.init(detail)] + notes)
    case nil, .some(500...):
      .error(
        "unreachable", "no access token could be had: \(detail)", notes: notes,
        hint: Self.unreachableHint)
    case .some(200..<400): notTheAPI(detail, notes)
    default:
      .error("authentication-failed", detail, notes: notes, hint: Self.authenticationHint)
    }
  }

  private func denied(
    _ body: ErrorBody?, _ said: String?, _ notes: [Diagnostic.Note]
  ) -> Diagnostic {
    let declared = Set(permissions.read + permissions.write).sorted().joined(separator: ", ")
    let named = body?.missingPermissions.map { redactor.redact($0) }
    let message =
      named.map { "the client lacks the permission \($0)" }
      ?? "the client lacks a permission" + (said.map { ": \($0)" } ?? "")
    return .error(
      "permission-denied", message, notes: (named == nil ? [] : remark(said)) + notes,
      hint: declared.isEmpty
        ? "give the OAuth client a role with that permission"
        : "\(subject) needs \(declared): give the OAuth client a role with them")
  }

  private func refused(
    _ status: Int, _ body: ErrorBody?, _ notes: [Diagnostic.Note]
  ) -> Diagnostic {
    let code = body?.code.map { " (\(redactor.redact($0, limit: 100)))" } ?? ""
    let message = body?.message.map { ": " + redactor.redact($0) } ?? ""
    return .error(
      "request-failed", "Genesys Cloud answered with status \(status)\(code)\(message)",
      notes: notes)
  }
}
