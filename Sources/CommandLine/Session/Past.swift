internal import Reconciler

/// What a run's journal tells of its earlier attempts.
struct Past: Sendable {
  /// The operations that were brought to their end, with the objects' ids.
  private(set) var finished: [Address: String] = [:]
  /// The operations of which a request was announced.
  private(set) var begun: Set<Address> = []
  /// The operations whose last request may have been carried out or not.
  private(set) var unanswered: Set<Address> = []

  init(_ journal: [JournalEntry]) {
    for entry in journal {
      switch entry.event {
      case .intent:
        finished[entry.address] = nil
        begun.insert(entry.address)
        unanswered.insert(entry.address)
      case .accepted: break
      case .applied, .unchanged:
        finished[entry.address] = entry.id ?? ""
        unanswered.remove(entry.address)
      case .failed, .skipped: unanswered.remove(entry.address)
      }
    }
  }

  var isEmpty: Bool { begun.isEmpty && finished.isEmpty }

  /// The operations of a plan that are left to do.
  func open(in plan: Plan) -> [Operation] {
    plan.operations.filter { finished[$0.address] == nil }
  }
}
