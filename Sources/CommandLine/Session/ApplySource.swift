internal import Diagnostics
internal import JSON
internal import Reconciler

/// Where the plan of an apply comes from.
enum ApplySource: Sendable {
  /// It is made now, from the manifests.
  case manifests
  /// It is made now, from something else.
  case demand(@Sendable (Planning) async throws -> Proposal)
  /// It was made before, and reviewed.
  case file(PlanFile, name: String)
  /// It is that of a run which did not get to its end.
  case resumed(RunRecord, PlanFile)

  var isDemand: Bool {
    if case .demand = self { true } else { false }
  }
}

/// What is going to be applied, once nothing and nobody objects.
struct Agreement: Sendable {
  let file: PlanFile
  /// The objects that are as the plan wants them already, with their ids.
  var settled: [Address: String] = [:]
  /// What was found to be held up since the plan was made.
  var blocked: [Address: [String]] = [:]

  var plan: Plan { file.plan }
}

extension RunRecord {
  /// Reads the plan of a run back from the journal.
  func planFile() throws -> PlanFile {
    try PlanFile(reading: plan.canonicalBytes, name: "the plan of \(id)")
  }
}
