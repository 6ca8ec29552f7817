internal import JSON
internal import Reconciler

/// Where a part of a manifest lives in AWS: the resource, and where its body stands in the spec.
struct AWSPlace: Sendable {
  let resource: any AWSResource
  private let pointer: JSONPointer

  /// Finds the resource of a part by the path that the kind gives for it; nil where there is none.
  init?(_ piece: Kind, in profile: Profile) {
    guard let wire = piece.wires[profile], let pointer = piece.part?.carries.first else {
      return nil
    }
    let path = wire.collection + (wire.identity == .part ? wire.update?.path ?? "" : "")
    guard let resource = Self.resources[path] else { return nil }
    self.resource = resource
    self.pointer = pointer
  }

  private static let resources: [String: any AWSResource] = [
    "/events/event-buses": PartnerEventBus(),
    "/events/rules": EventRule(),
    "/events/rules/{id}/targets": EventTarget(),
    "/sqs/queues": Queue(),
    "/sqs/queues/{id}/policy": QueuePolicy(),
    "/states/state-machines": StateMachine(),
    "/pipes/pipes": Pipe(),
    "/cloudwatch/alarms": MetricAlarm(),
  ]

  /// Returns a body in the place where the spec has it.
  func spec(of body: JSON) -> JSON {
    var spec: JSON = [:]
    spec.setCreating(body, at: pointer)
    return spec
  }

  /// Returns what a spec says of the object.
  func body(of spec: JSON) -> JSON { spec[pointer] ?? [:] }

  /// Returns what an object should be, with the ids that follow from what it refers to.
  static func body(
    of goal: AWSReader.Goal?, among siblings: [Address: AWSReader.Goal], in profile: Profile
  ) -> JSON? {
    guard let goal, let place = AWSPlace(goal.kind, in: profile) else { return nil }
    var spec = goal.spec
    goal.kind.spec.forEachReference(in: goal.spec) { form, path in
      let id = siblings[form.address].flatMap { sibling in
        AWSPlace(sibling.kind, in: profile).flatMap {
          $0.resource.id(of: $0.body(of: sibling.spec))
        }
      }
      spec[path.belowSpec] = id.map(JSON.string) ?? .null
    }
    return place.body(of: goal.kind.spec.normalised(spec, as: .goal))
  }

  /// Returns the names of what a goal refers to, as far as they are known.
  static func related(
    to goal: AWSReader.Goal, _ siblings: [Address: AWSReader.Goal], _ profile: Profile
  ) -> Set<String> {
    var names: Set<String> = []
    for use in goal.kind.part?.uses ?? [] {
      guard let value = goal.spec[use.pointer] else { continue }
      if let id = value.string { AWSWanted.name(of: id).map { _ = names.insert($0) } }
      guard let sibling = ReferenceForm(value).flatMap({ siblings[$0.address] }),
        let place = AWSPlace(sibling.kind, in: profile)
      else { continue }
      place.body(of: sibling.spec)["name"]?.string.map { _ = names.insert($0) }
    }
    return names
  }
}
