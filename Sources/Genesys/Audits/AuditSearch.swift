internal import JSON
internal import Reconciler
internal import World

/// What is looked for in an audit trail and what was found so far.
struct AuditSearch {
  var answer = AuditReader.Answer()
  /// What is not found yet, by the objects' ids.
  private(set) var wanted: [String: Set<AuditReader.Question>] = [:]
  var budget: Int
  /// The last changes that may be those asked for; the trail does not say.
  private var candidates: [AuditReader.Question: AuditReader.Change] = [:]
  private let ownClient: String?

  init(ownClient: String?, budget: Int) {
    (self.ownClient, self.budget) = (ownClient, budget)
  }

  var isOver: Bool { answer.isForbidden || budget <= 0 }

  /// Begins to look for the answers to questions about objects of one type.
  mutating func want(_ questions: [AuditReader.Question]) {
    wanted = Dictionary(grouping: questions, by: \.id).mapValues(Set.init)
  }

  /// Takes up entries, of which later pages hold earlier ones.
  mutating func take(_ entries: [JSON]) {
    let read = entries.compactMap(AuditEntry.init).filter {
      !$0.isOf(client: ownClient) && wanted[$0.object] != nil
    }
    for entry in read.sorted(by: { $0.change.at > $1.change.at }) {
      for question in wanted[entry.object] ?? [] {
        if let since = question.since, entry.change.at < since { continue }
        switch question.interest.verdict(on: entry) {
        case .yes: settle(question, as: entry.change)
        case .perhaps where candidates[question] == nil: candidates[question] = entry.change
        case .perhaps, .no: break
        }
      }
    }
  }

  /// Ends the questions for which there is a candidate, and those about what came after a time.
  mutating func settle(before time: Timestamp? = nil) {
    for question in wanted.values.joined() {
      if let change = candidates[question] {
        settle(question, as: change)
      } else if let time, let since = question.since, since >= time {
        settle(question, as: nil)
      }
    }
  }

  private mutating func settle(
    _ question: AuditReader.Question, as change: AuditReader.Change?
  ) {
    answer.changes[question] = change
    wanted[question.id]?.remove(question)
    if wanted[question.id]?.isEmpty == true { wanted[question.id] = nil }
  }
}
