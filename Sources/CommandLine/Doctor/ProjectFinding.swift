package import Diagnostics
package import Rendering

/// What is known of the project and its manifests before anything is contacted.
package enum ProjectFinding {
  /// Judges a project that could not be loaded at all.
  package static func unloaded(_ problems: [Diagnostic]) -> Checkup.Row {
    failure("project", problems, remedy: "gcsync validate shows the place")
  }

  package static func loaded(_ owner: String, kinds: Int) -> Checkup.Row {
    Checkup.Row("project", .ok, "of \(owner), with \(kinds) kinds")
  }

  /// Judges manifests by what is wrong with them.
  package static func manifests(_ count: Int, _ problems: [Diagnostic]) -> Checkup.Row {
    let errors = problems.filter { $0.severity == .error }
    let noun = count == 1 ? "manifest" : "manifests"
    if !errors.isEmpty {
      return failure("manifests", errors, remedy: "gcsync validate shows all of them")
    }
    let warnings = problems.count { $0.severity == .warning }
    guard warnings > 0 else {
      return Checkup.Row("manifests", .ok, "\(count) \(noun), all valid")
    }
    return Checkup.Row(
      "manifests", .warning,
      "\(count) \(noun), valid with \(warnings) warning\(warnings == 1 ? "" : "s")",
      remedy: "gcsync validate shows what it is")
  }

  private static func failure(
    _ name: String, _ problems: [Diagnostic], remedy: String
  ) -> Checkup.Row {
    let first = problems.first
    let place = first?.location.map { "\($0.file.name):\($0.line): " } ?? ""
    let rest = problems.count - 1
    return Checkup.Row(
      name, .failed,
      place + (first?.message ?? "it cannot be loaded")
        + (rest > 0 ? ", and \(rest) more" : ""),
      remedy: first?.hint ?? remedy, failure: .invalid)
  }
}

extension Checkup.Row {
  /// A failure in the words of a problem.
  package init(_ name: String, _ problem: Diagnostic, failure: Checkup.Failure) {
    self.init(
      name, .failed, problem.message, remedy: problem.hint,
      details: problem.notes.map(\.message), failure: failure)
  }
}
