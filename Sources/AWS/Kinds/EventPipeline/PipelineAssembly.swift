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
      kind: Self.kind, objects: objects("rule").compactMap(pipeline),
      completeness: problem.map { .incomplete($0) } ?? .whole,
      requests: pieces.reduce(0) { $0 + $1.requests })
  }

  /// What is said of rules that send to a queue and are no whole pipeline.
  package var remarks: [Diagnostic] {
    objects("rule").compactMap { rule in
      guard pipeline(rule) == nil, let target = object("target", rule.id),
        let queue = target.body["target"]?["queueArn"]?.string
      else { return nil }
      return .warning(
        "not-a-pipeline",
        "\(rule.id) sends to \(queue), which is not in this region, is FIFO or has no dead-letter "
          + "queue; "
          + "it is not exported",
        hint: "give the queue a redrive policy, then export again")
    }
  }

  private func objects(_ part: String) -> [ObservedObject] {
    (observed["\(Self.kind)#\(part)"]?.objects ?? []).sorted { $0.id < $1.id }
  }

  private func object(_ part: String, _ id: String) -> ObservedObject? {
    observed["\(Self.kind)#\(part)"]?.object(id: id)
  }

  private func pipeline(_ rule: ObservedObject) -> ObservedObject? {
    guard let target = object("target", rule.id),
      let queueID = target.body["target"]?["queueArn"]?.string,
      !queueID.hasSuffix(".fifo"), let queue = object("queue", queueID),
      let lettersID = queue.body["queue"]?["deadLetterTargetArn"]?.string,
      let letters = object("dead-letter-queue", lettersID)
    else { return nil }
    var spec = rule.body
    spec[JSONPointer(["name"])] = spec["rule"]?["name"]
    if let bus = spec["rule"]?["eventBusName"]?.string, object("event-source", bus) != nil {
      spec[JSONPointer(["partnerEventSource"])] = ["name": .string(bus)]
      spec[JSONPointer(["rule", "eventBusName"])] = nil
    }
    let policies = [object("queue-policy", queueID), object("dead-letter-policy", lettersID)]
    for body in [target.body, queue.body, letters.body] + policies.compactMap({ $0?.body }) {
      spec = spec.joined(with: body)
    }
    for (policy, queue) in [("queuePolicy", queueID), ("deadLetterPolicy", lettersID)] {
      let place = JSONPointer([policy, "statements"])
      let others = spec[place]?.array?.filter { QueueGrants.sender($0, to: queue) != rule.id }
      spec[place] = others.flatMap { $0.isEmpty ? nil : .array($0) }
    }
    let machine = addMachine(to: &spec, of: rule, queueID)
    for (part, watched) in [
      ("oldest-message-alarm", queueID), ("backlog-alarm", queueID),
      ("dead-letters-alarm", lettersID), ("failed-executions-alarm", machine),
      ("throttled-executions-alarm", machine),
    ] {
      if let alarm = watched.flatMap({ alarm(part, on: $0) }) {
        spec = spec.joined(with: alarm.body)
      }
    }
    return ObservedObject(id: rule.id, body: spec)
  }

  /// Adds the pipe that takes from a queue, and the state machine that it or a manifest names.
  ///
  /// Which state machine a dispatcher starts AWS does not know.
  private func addMachine(
    to spec: inout JSON, of rule: ObservedObject, _ queue: String
  ) -> String? {
    let pipe = objects("pipe").first { $0.body["pipe"]?["source"]?.string == queue }
    let address = known.first { $0.value == rule.id && $0.key.part == "rule" }?.key
    let id =
      pipe?.body["pipe"]?["target"]?.string
      ?? address.flatMap { known[$0.part("state-machine")] }
    guard let machine = id.flatMap({ object("state-machine", $0) }) else { return nil }
    spec = spec.joined(with: machine.body)
    if let pipe { spec = spec.joined(with: pipe.body) }
    return machine.id
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
