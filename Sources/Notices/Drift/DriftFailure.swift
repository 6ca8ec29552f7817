package import Diagnostics

/// Why nobody can say how things stand, or not of everything.
package struct DriftFailure: Sendable, Hashable {
  package let code: String
  /// All of it on one line.
  package let message: String
  /// What can be done about it, where that is known.
  package let hint: String?
  /// What tells it from other failures: one name for each thing that failed.
  package let causes: Set<String>

  /// Makes a failure of one thing.
  package init(code: String, message: String, hint: String? = nil) {
    (self.code, self.message, self.hint) = (code, message, hint)
    causes = [Self.cause(code, message)]
  }

  /// Makes a failure of the problems that made it; nil where there are none.
  package init?(_ problems: [Diagnostic]) {
    guard let first = problems.first else { return nil }
    code = first.code
    hint = first.hint
    let told = problems.prefix(Self.mostTold).map(Self.words)
    let left = problems.count - told.count
    let more = left == 0 ? "" : "; and \(left) more \(left == 1 ? "problem" : "problems")"
    message = told.joined(separator: "; ") + more
    causes = Set(problems.map { Self.cause($0.code, Self.words($0)) })
  }

  private static let mostTold = 3

  private static func words(_ problem: Diagnostic) -> String {
    guard let place = problem.location else { return problem.message }
    return "\(place): \(problem.message)"
  }

  /// A name of what failed and where, which stays while the service words it otherwise.
  private static func cause(_ code: String, _ message: String) -> String {
    let end = message.firstRange(of: ": ")?.lowerBound ?? message.endIndex
    var name = "\(code) "
    for character in message[..<end].prefix(300) {
      if !character.isWholeNumber {
        name.append(character)
      } else if name.last != "#" {
        name.append("#")
      }
    }
    return name
  }
}
