package import JSON

/// How something is run once on the wire of one profile; there is no state to keep equal to it.
package struct OperationWire: Sendable {
  /// The call that sets off what was created, once it may be.
  package struct Start: Sendable {
    package let call: Wire.Endpoint
    package let body: JSON
    /// The states in which it may be sent.
    package let when: [String]
  }

  /// How far an operation is, whatever the service calls it.
  package enum Phase: String, Sendable, CaseIterable {
    case running, done, failed
    /// In a state that nobody has described.
    case unknown
  }

  package let collection: String
  package let create: Wire.Endpoint
  /// Nil where creating it sets it off.
  package let start: Start?
  /// Nil where it cannot be stopped.
  package let cancel: Wire.Endpoint?
  /// Nil where its state can only be found in the list.
  package let status: Wire.Endpoint?
  package let pageSize: Int
  /// Where its state stands.
  package let state: JSONPointer
  private let phases: [String: Phase]
  /// Where it says how many per cent are done.
  package let progress: JSONPointer?
  /// Where it says why it failed.
  package let detail: JSONPointer?
  /// Where it says what came of it.
  package let result: JSONPointer?
  /// What in a spec makes it so grave that its name must be typed.
  private let grave: [(place: JSONPointer, value: JSON)]
  package let permissions: Wire.Permissions

  /// Reads what stands under `x-gcsync/operation/PROFILE`, which the vocabulary schema has accepted.
  init(_ words: JSON) {
    func pointer(_ key: String) -> JSONPointer? {
      words[key]?.string.flatMap(JSONPointer.init(parsing:))
    }
    func texts(_ words: JSON?) -> [String] { (words?.array ?? []).compactMap(\.string) }
    func endpoint(_ words: JSON?) -> Wire.Endpoint? { words?.string.map(Wire.Endpoint.init) }
    collection = words["collection"]?.string ?? ""
    create = endpoint(words["create"]) ?? Wire.Endpoint("POST")
    start = words["start"].flatMap { start in
      endpoint(start["call"]).map {
        Start(call: $0, body: start["body"] ?? [:], when: texts(start["when"]))
      }
    }
    cancel = words["cancel"] == "none" ? nil : endpoint(words["cancel"])
    status = words["status"] == "list" ? nil : endpoint(words["status"])
    pageSize = words["pageSize"]?.int ?? 100
    state = pointer("state") ?? JSONPointer(["state"])
    phases = [Phase.running, .done, .failed].reduce(into: [:]) { phases, phase in
      for state in texts(words[phase.rawValue]) { phases[state] = phase }
    }
    progress = pointer("progress")
    detail = pointer("detail")
    result = pointer("result")
    grave = (words["grave"]?.object ?? [:]).compactMap { member in
      JSONPointer(parsing: member.key).map { ($0, member.value) }
    }
    permissions = Wire.Permissions(
      read: texts(words["permissions"]?["read"]), write: texts(words["permissions"]?["write"]))
  }

  /// Whether what a spec asks for cannot be made undone.
  package func isGrave(_ spec: JSON) -> Bool {
    grave.contains { spec[$0.place] == $0.value }
  }
}

/// What the service says of an operation.
package struct OperationStatus: Sendable, Hashable {
  package let id: String
  /// The state in the service's own word.
  package let state: String
  package let phase: OperationWire.Phase
  package let percent: JSONNumber?
  package let detail: String?
  package let result: String?
}

extension OperationWire {
  /// Reads an operation as the service answers it.
  package func status(of body: JSON, id: String) -> OperationStatus {
    let state = body[state]?.string ?? ""
    return OperationStatus(
      id: id, state: state, phase: phases[state] ?? .unknown,
      percent: progress.flatMap { body[$0]?.number }, detail: detail.flatMap { body[$0]?.string },
      result: result.flatMap { body[$0]?.string })
  }
}
