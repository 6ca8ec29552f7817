package import JSON

/// Compares a run of gcsync with the org's own of the same input.
package enum TraceComparison {
  /// What a run is about when it fails, in the words of either side.
  private enum Phase: String, CaseIterable {
    case output, template, translation, execution, request, input

    /// Words in the name of a step by which it is known; the more telling ones come first.
    private var words: [String] {
      switch self {
      case .output: ["output"]
      case .template: ["success template", "transform", "successtemplate"]
      case .translation: ["translat", "map"]
      case .request: ["resolve", "request template", "velocity", "url"]
      case .execution: ["execut", "send", "call", "perform"]
      case .input: ["input"]
      }
    }

    static func of(_ name: String) -> Phase? {
      let name = name.lowercased()
      return allCases.first { phase in phase.words.contains { name.contains($0) } }
    }
  }

  /// Returns in what the two differ; nothing where they come to the same.
  package static func differences(_ ours: ActionTrace, org: JSON) -> [ActionTestResult.Difference] {
    let theirs = org["success"]?.bool ?? false
    switch (ours.isSuccess, theirs) {
    case (true, true):
      let result = org["finalResult"] ?? .null
      guard let own = ours.finalResult, own != result else { return [] }
      return ActionTestResult.leaves(own, result, at: .root).map {
        .init(message: "in the org \($0.message)", expected: $0.expected, actual: $0.actual)
      }
    case (true, false):
      return [
        .init(
          message: "the org's run fails: \(failure(of: org).words)", expected: ours.finalResult)
      ]
    case (false, true):
      return [
        .init(
          message: "the org's run succeeds, and gcsync's fails: "
            + (ours.failed?.failure?.message ?? ""), actual: org["finalResult"])
      ]
    case (false, false):
      let step = failure(of: org).step
      let own = ours.failed.flatMap { Phase.of($0.step.rawValue) }
      guard let other = step.flatMap(Phase.of), let own, own != other else { return [] }
      return [
        .init(
          message: "both runs fail, gcsync's at \(own.rawValue), the org's at \(other.rawValue)",
          expected: ours.failed?.failure.map { .string($0.message) },
          actual: .string(failure(of: org).words))
      ]
    }
  }

  private static func failure(of org: JSON) -> (step: String?, words: String) {
    let failed = org["operations"]?.array?.first { $0["success"]?.bool == false }
    let error = failed?["error"] ?? org["error"]
    let words = error?["message"]?.string ?? error?.string ?? "it does not say why"
    let name = failed?["name"]?.string
    return (name, name.map { "\($0): \(words)" } ?? words)
  }
}
