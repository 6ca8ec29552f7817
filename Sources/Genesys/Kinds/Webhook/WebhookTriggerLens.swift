internal import JSON
internal import Reconciler

/// One event of a webhook as the trigger that starts its flow.
///
/// The event is part of the trigger's name, so that a webhook's triggers are told apart.
struct WebhookTriggerLens: WireShape {
  private static let flow = JSONPointer(["platform", "flow"])

  func spec(from body: JSON) -> JSON {
    var spec: JSON = [:]
    let event = body["topicName"]?.string ?? ""
    if let name = body["name"]?.string {
      let suffix = Self.suffix(event)
      let own = name.hasSuffix(suffix) ? String(name.dropLast(suffix.count)) : name
      spec.setCreating(.string(own), at: JSONPointer(["name"]))
    }
    spec.setCreating(.string(event), at: JSONPointer(["events"]))
    if let enabled = body["enabled"] { spec.setCreating(enabled, at: JSONPointer(["enabled"])) }
    if let id = body["target"]?["id"] { spec.setCreating(id, at: Self.flow) }
    return spec
  }

  func body(from spec: JSON) -> JSON { merged(spec, over: [:], in: .opaque) }

  func merged(_ goal: JSON, over live: JSON, in field: Field) -> JSON {
    var body = live
    let event = goal["events"]?.string ?? ""
    let name = (goal["name"]?.string ?? "") + Self.suffix(event)
    body.setCreating(.string(name), at: JSONPointer(["name"]))
    body.setCreating(.string(event), at: JSONPointer(["topicName"]))
    body.setCreating("Workflow", at: JSONPointer(["target", "type"]))
    if let id = goal[Self.flow] { body.setCreating(id, at: JSONPointer(["target", "id"])) }
    if let enabled = goal["enabled"] { body.setCreating(enabled, at: JSONPointer(["enabled"])) }
    return body
  }

  private static func suffix(_ event: String) -> String { ": \(event)" }
}
