internal import Diagnostics
internal import JSON
internal import Reconciler

extension PlanReport {
  /// The report as results of tests: each object is one, and fails where something is wrong with it
  /// or, in a drift report, where it has moved.
  package var suites: [JUnitRendering.Suite] {
    let problems = Dictionary(grouping: diagnostics.filter { $0.severity == .error }) {
      $0.address ?? ""
    }
    let changed = plan.operations.map { operation in
      let address = operation.address.description
      let lines =
        (movement(of: operation).map { [$0] } ?? []) + (problems[address] ?? []).map(Self.line)
      return JUnitRendering.Case(
        "\(operation.action.rawValue) \(address)".withoutControls, failure: Self.failure(lines))
    }
    let known = Set(plan.operations.map(\.address.description))
    let others = problems.filter { !known.contains($0.key) }.sorted { $0.key < $1.key }
    let further = others.map { address, problems in
      JUnitRendering.Case(
        address.isEmpty ? "the whole" : address.withoutControls,
        failure: Self.failure(problems.map(Self.line)))
    }
    let all = changed + further
    let name = "gcsync \(isDrift ? "drift" : "plan") \(plan.header.environment)".withoutControls
    return [JUnitRendering.Suite(name, all.isEmpty ? [.init(nothingToDo)] : all)]
  }

  private static func failure(_ lines: [String]) -> String? {
    lines.isEmpty ? nil : lines.map(\.withoutControls).joined(separator: "\n")
  }

  private static func line(_ problem: Diagnostic) -> String {
    problem.message + (problem.hint.map { " (\($0))" } ?? "")
  }
}
