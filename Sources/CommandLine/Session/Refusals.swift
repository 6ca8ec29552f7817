internal import Diagnostics

extension Sequence<Diagnostic> {
  /// Whether wrong credentials or a missing permission is among them, which ends a command with 3.
  var areRefused: Bool { contains(where: \.isRefusal) }
}

extension Diagnostic {
  /// Whether a service does not take the credentials, or does not let them do what is needed.
  var isRefusal: Bool {
    severity == .error
      && ["authentication-failed", "permission-denied", "aws-credentials"].contains(code)
  }
}

extension [Diagnostic] {
  /// Returns the problems, of those that all requests have alike only the first.
  func withoutRepeats() -> [Diagnostic] {
    // Before the colon is what was to be read, behind it why it was not.
    func key(_ problem: Diagnostic) -> String? {
      switch problem.code {
      case "authentication-failed": problem.code
      case "unreachable":
        problem.message.firstRange(of: ": ").map { String(problem.message[$0.upperBound...]) }
      default: nil
      }
    }
    let counts = Dictionary(compactMap(key).map { ($0, 1) }, uniquingKeysWith: +)
    var told: Set<String> = []
    return compactMap { problem in
      guard let key = key(problem), let count = counts[key], count > 1 else { return problem }
      guard told.insert(key).inserted else { return nil }
      var problem = problem
      problem.notes.append(.init("\(count - 1) more could not be read for the same reason"))
      return problem
    }
  }
}
