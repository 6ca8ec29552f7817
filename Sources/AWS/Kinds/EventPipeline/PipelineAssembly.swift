package import Diagnostics
internal import JSON
package import Reconciler

/// The pipelines that an account has, put together from the objects that each consists of.
package struct PipelineAssembly: Sendable {
  package static let kind = "EventPipeline"

  private let observed: [String: ObservedCollection]
  private let kinds: [String: Kind]
  /// The ids of the parts that are known, by address.
  private let known: [Address: String]

  package init(
    _ observed: [String: ObservedCollection], kinds: [String: Kind], known: [Address: String]
  ) {
    self.observed = observed
    self.kinds = kinds
    self.known = known
  }

  /// Every rule that sends to a queue with dead letters, and what hangs on it.
  package var collection: ObservedCollection {
    let pieces = observed.filter { $0.key.hasPrefix("\(Self.kind)#") }.map(\.value)
    let problem = pieces.lazy.compactMap(\.problem).first
    return ObservedCollection(
      kind: Self.kind, objects: choice.ways.map(pipeline),
      completeness: problem.map { .incomplete($0) } ?? .whole,
      requests: pieces.reduce(0) { $0 + $1.requests })
  }

  /// What is said of rules that send to a queue and are no whole pipeline.
  package var remarks: [Diagnostic] { choice.remarks }

  private var choice: PipelineChoice {
    let mine = Set(known.lazy.filter { $0.key.part == "rule" }.map(\.value))
    let rules = objects("rule")
    return PipelineChoice(
      rules.filter { mine.contains($0.id) } + rules.filter { !mine.contains($0.id) },
      buses: Set(objects("event-source").map(\.id)), way)
  }

  /// Returns what a rule's events go through; nil for a rule that sends to no queue.
  private func way(
    of rule: ObservedObject
  ) throws(PipelineChoice.Refusal) -> PipelineChoice.Way? {
    guard let target = object("target", rule.id),
      let id = target.body["target"]?["queueArn"]?.string
    else { return nil }
    func refuse(_ what: String, _ hint: String) -> PipelineChoice.Refusal {
      PipelineChoice.Refusal(reason: "sends to \(id), \(what)", hint: hint)
    }
    if id.hasSuffix(".fifo") {
      throw refuse("which is FIFO", "a pipeline has a standard queue")
    }
    guard let queue = object("queue", id) else {
      throw refuse("which is not in this region", "export it in the region of the queue")
    }
    guard let lettersID = queue.body["queue"]?["deadLetterTargetArn"]?.string else {
      throw refuse(
        "which has no dead-letter queue", "give the queue a redrive policy, then export again")
    }
    guard let letters = object("dead-letter-queue", lettersID) else {
      throw refuse(
        "whose dead letters go to \(lettersID), which is not in this region",
        "give the queue dead letters of its own region, then export again")
    }
    guard target.body["target"]?["deadLetterArn"]?.string == lettersID else {
      throw refuse(
        "and what it cannot deliver does not go to the dead letters of that queue, \(lettersID), "
          + "as a pipeline's does",
        "give the target that dead-letter queue and let the rule send to it, then export again")
    }
    let pipe = objects("pipe").first { $0.body["pipe"]?["source"]?.string == id }
    let machine = machine(of: rule, pipe)
    return PipelineChoice.Way(
      rule: rule, target: target, queue: queue, letters: letters,
      policies: (object("queue-policy", id)?.body ?? [:]).joined(
        with: object("dead-letter-policy", lettersID)?.body ?? [:]),
      pipe: machine == nil ? nil : pipe, machine: machine)
  }

  private func objects(_ part: String) -> [ObservedObject] {
    (observed["\(Self.kind)#\(part)"]?.objects ?? []).sorted { $0.id < $1.id }
  }

  private func object(_ part: String, _ id: String) -> ObservedObject? {
    observed["\(Self.kind)#\(part)"]?.object(id: id)
  }

  private func pipeline(_ way: PipelineChoice.Way) -> ObservedObject {
    let rule = way.rule
    var spec = rule.body
    spec[JSONPointer(["name"])] = spec["rule"]?["name"]
    if way.bringsBus, let bus = spec["rule"]?["eventBusName"] {
      spec[JSONPointer(["partnerEventSource"])] = ["name": bus]
      spec[JSONPointer(["rule", "eventBusName"])] = nil
    }
    let bodies = [way.target, way.queue, way.letters].map(\.body) + [way.policies]
    for body in bodies + [way.machine, way.pipe].compactMap(\.?.body) {
      spec = spec.joined(with: body)
    }
    for (policy, queue) in [("queuePolicy", way.queue), ("deadLetterPolicy", way.letters)] {
      let place = JSONPointer([policy, "statements"])
      let others = spec[place]?.array?.filter { QueueGrants.sender($0, to: queue.id) != rule.id }
      spec[place] = others.flatMap { $0.isEmpty ? nil : .array($0) }
    }
    for (part, watched) in [
      ("oldest-message-alarm", way.queue), ("backlog-alarm", way.queue),
      ("dead-letters-alarm", way.letters), ("failed-executions-alarm", way.machine),
      ("throttled-executions-alarm", way.machine),
    ] {
      if let alarm = (watched?.id).flatMap({ alarm(part, on: $0) }) {
        spec = spec.joined(with: alarm.body)
      }
    }
    return ObservedObject(id: rule.id, body: spec)
  }

  /// Returns the state machine that the pipe to it names, or the record of the pipeline.
  ///
  /// Which state machine a dispatcher starts AWS does not know.
  private func machine(of rule: ObservedObject, _ pipe: ObservedObject?) -> ObservedObject? {
    let address = known.first { $0.value == rule.id && $0.key.part == "rule" }?.key
    let id =
      pipe?.body["pipe"]?["target"]?.string
      ?? address.flatMap { known[$0.part("state-machine")] }
    return id.flatMap { object("state-machine", $0) }
  }

  /// Returns the first alarm that watches an object by the very metric that a part stands for.
  private func alarm(_ part: String, on watched: String) -> ObservedObject? {
    guard let kind = kinds["\(Self.kind)#\(part)"], let place = kind.part?.carries.first else {
      return nil
    }
    let fixed = ["namespace", "metricName", "statistic", "comparisonOperator"].map(place.appending)
    return objects(part).first { alarm in
      alarm.body[place.appending("resource")]?.string == watched
        && fixed.allSatisfy { alarm.body[$0] == kind.spec.field(at: $0)?.role.defaultValue }
    }
  }
}
