internal import Diagnostics
internal import HTTP
internal import Reconciler

/// Says in the words of an export's failure why a request did not do what it should.
struct ExportProblem {
  private let problems: RequestProblem
  private let profile: Profile

  init(profile: Profile, redactor: Redactor) {
    self.profile = profile
    problems = RequestProblem(
      redactor: redactor, subject: "exporting a report", permissions: profile.exportPermissions)
  }

  /// Describes a request without an answer.
  func failure(of failure: HTTPFailure) -> ExportFailure {
    self.failure(problems.problem(of: failure), correlation: nil)
  }

  /// Describes an answer that is not the one asked for.
  func failure(of response: HTTPResponse, to line: String) -> ExportFailure {
    var problem = problems.problem(of: response, to: line)
    if problem.code == "permission-denied", profile == .guide, let hint = problem.hint {
      problem.hint = hint + "; the export of reports needs a Premium or Enterprise licence as well"
    }
    if response.status == 404 { problem.hint = "check \(profile.exportedMember) of the report" }
    // Whatever a server in trouble writes, the next answer may be another one.
    if response.status >= 500 { problem.code = ExportFailure.Code.unreachable.rawValue }
    return self.failure(problem, correlation: response.refusalID)
  }

  private func failure(_ problem: Diagnostic, correlation: String?) -> ExportFailure {
    ExportFailure(
      ExportFailure.Code(rawValue: problem.code) ?? .refused, problem.message, hint: problem.hint,
      notes: problem.notes.map(\.message),
      correlation: correlation.map { problems.redactor.redact($0, limit: 100) })
  }
}

extension Profile {
  fileprivate var exportPermissions: Wire.Permissions {
    switch self {
    case .guide: .init(read: ["reporting:export"], write: ["reporting:export"])
    case .platform:
      .init(read: ["analytics:dataExport:view"], write: ["analytics:dataExport:add"])
    }
  }

  /// The member of a report that says what is exported.
  fileprivate var exportedMember: String { self == .guide ? "reportId" : "viewType" }
}
