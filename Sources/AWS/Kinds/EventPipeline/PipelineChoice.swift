internal import Diagnostics
internal import JSON
internal import Reconciler

/// Which rules stand for a pipeline of their own, and why the others do not.
///
/// A queue, a dead-letter queue and a state machine belong to one manifest: of rules that share one
/// the first is a pipeline, those that are known before the others.
struct PipelineChoice {
  /// A rule with what its events go through.
  struct Way {
    let rule: ObservedObject
    let target: ObservedObject
    let queue: ObservedObject
    let letters: ObservedObject
    /// What the policies of both queues say.
    let policies: JSON
    let pipe: ObservedObject?
    let machine: ObservedObject?
    /// Whether the partner's bus that the rule is on is said to be part of it.
    var bringsBus = false
  }

  /// Why a rule that sends to a queue is no pipeline.
  struct Refusal: Error {
    let reason: String
    let hint: String
  }

  private(set) var ways: [Way] = []
  private(set) var remarks: [Diagnostic] = []
  /// The rules that have taken an object, by its id.
  private var takers: [String: String] = [:]

  /// Goes through rules; `way` finds what a rule's events go through, nil where to no queue.
  init(
    _ rules: [ObservedObject], buses: Set<String>,
    _ way: (ObservedObject) throws(Refusal) -> Way?
  ) {
    for rule in rules {
      do throws(Refusal) {
        guard var way = try way(rule) else { continue }
        try take(way)
        way.bringsBus = rule.bus.map { buses.contains($0) && takes($0, for: rule.id) } ?? false
        ways.append(way)
      } catch {
        remarks.append(
          .warning(
            "not-a-pipeline", "\(rule.id) \(error.reason); it is not exported", hint: error.hint))
      }
    }
    remarks += ways.flatMap(\.missingGrants)
    ways.sort { $0.rule.id < $1.rule.id }
  }

  private mutating func take(_ way: Way) throws(Refusal) {
    let needed = [
      ("queue", way.queue), ("dead-letter queue", way.letters), ("state machine", way.machine),
    ].compactMap { name, object in object.map { (name, $0.id) } }
    for (name, id) in needed {
      guard let other = takers[id] else { continue }
      throw Refusal(
        reason: "shares the \(name) \(id) with \(other), which is exported",
        hint: "each pipeline has its own; give it one, then export again")
    }
    for (_, id) in needed { takers[id] = way.rule.id }
  }

  private mutating func takes(_ bus: String, for rule: String) -> Bool {
    if takers[bus] != nil { return false }
    takers[bus] = rule
    return true
  }
}

extension PipelineChoice.Way {
  /// What is said of queues whose policy lets the rule send in other words than gcsync's.
  fileprivate var missingGrants: [Diagnostic] {
    [("queuePolicy", queue), ("deadLetterPolicy", letters)].compactMap { name, queue in
      guard let policy = policies[name], policy["ruleArn"]?.string != rule.id,
        policy["statements"]?.array?.contains(where: {
          QueueGrants.sender($0, to: queue.id) == rule.id
        }) != true
      else { return nil }
      return .warning(
        "missing-grant",
        "the policy of \(queue.id) has no statement for \(rule.id) alone, and a plan shows the one "
          + "that it is to get",
        hint: "apply it, then take out of \(name) what lets more than the rule send")
    }
  }
}

extension ObservedObject {
  /// The bus that a rule is on.
  fileprivate var bus: String? { body["rule"]?["eventBusName"]?.string }
}
