package import Diagnostics
package import Reconciler
package import Rendering

/// What the checks of a storage target's bucket found.
package struct BucketFinding: Sendable {
  package let target: Address
  package let problems: [Diagnostic]

  package init(target: Address, problems: [Diagnostic]) {
    self.target = target
    self.problems = problems
  }

  private static let refusals: Set<String> = ["aws-credentials", "bucket-access-denied"]

  package var row: Checkup.Row {
    let name = "bucket of \(target.name)"
    guard let first = problems.max(by: { $0.severity < $1.severity }), first.severity > .note else {
      return Checkup.Row(name, .ok, "it is there and encrypts as the target says")
    }
    let others = problems.filter { $0 != first && $0.severity > .note }.map(\.message)
    let details = others + first.notes.map(\.message)
    guard first.severity == .error else {
      return Checkup.Row(name, .warning, first.message, remedy: first.hint, details: details)
    }
    return Checkup.Row(
      name, .failed, first.message, remedy: first.hint, details: details,
      failure: Self.refusals.contains(first.code) ? .refused : .other)
  }
}
