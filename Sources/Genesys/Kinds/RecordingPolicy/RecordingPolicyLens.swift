internal import JSON
internal import Reconciler

/// A recording policy as a media retention policy, whose every medium says what is done with it.
struct RecordingPolicyLens: WireShape {
  /// What a medium is called among the service's policies.
  private static let media = [
    ("voice", "callPolicy"), ("chat", "chatPolicy"), ("email", "emailPolicy"),
    ("message", "messagePolicy"),
  ]
  private static let target = JSONPointer(["actions", "integrationExport", "integration", "id"])
  private static let days = JSONPointer(["actions", "retentionDuration", "deleteRetention", "days"])
  private static let retains = JSONPointer(["actions", "retainRecording"])
  /// The members that are the same in both.
  private static let plain = ["name", "description", "enabled"]

  func spec(from body: JSON) -> JSON {
    var spec: JSON = [:]
    for name in Self.plain { body[name].map { spec.setCreating($0, at: JSONPointer([name])) } }
    let policies = Self.media.compactMap { medium, name in
      body["mediaPolicies"]?[name].flatMap { $0.object == nil ? nil : (medium, $0) }
    }
    spec.setCreating(.array(policies.map { .string($0.0) }), at: JSONPointer(["recordingTypes"]))
    // What the media do not agree on is no value of the policy's.
    func common(_ pointer: JSONPointer) -> JSON? {
      guard let first = policies.first?.1[pointer] else { return nil }
      return policies.allSatisfy { $0.1[pointer] == first } ? first : nil
    }
    let keeps = policies.allSatisfy { $0.1[Self.retains]?.bool != false }
    if keeps, let target = common(Self.target) {
      spec.setCreating(target, at: JSONPointer(["storageTargetId"]))
    }
    if keeps, let days = common(Self.days) {
      spec.setCreating(days, at: JSONPointer(["retentionPeriodDays"]))
    }
    return spec
  }

  func body(from spec: JSON) -> JSON {
    merged(spec, over: [:], in: .opaque)
  }

  func merged(_ goal: JSON, over live: JSON, in field: Field) -> JSON {
    var body = live
    for name in Self.plain { goal[name].map { body.setCreating($0, at: JSONPointer([name])) } }
    let wanted = Set((goal["recordingTypes"]?.array ?? []).compactMap(\.string))
    for (medium, name) in Self.media {
      let place = JSONPointer(["mediaPolicies", name])
      guard wanted.contains(medium) else {
        if body[place] != nil { body[place] = nil }
        continue
      }
      var policy: JSON = body[place]?.object == nil ? [:] : body[place] ?? [:]
      policy.setCreating(true, at: Self.retains)
      if let target = goal["storageTargetId"] { policy.setCreating(target, at: Self.target) }
      if let days = goal["retentionPeriodDays"] { policy.setCreating(days, at: Self.days) }
      body.setCreating(policy, at: place)
    }
    return body
  }
}
