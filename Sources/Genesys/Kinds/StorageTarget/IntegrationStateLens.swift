internal import JSON
internal import Reconciler

/// Whether something is enabled as the state that its integration should be in.
struct IntegrationStateLens: WireShape {
  private static let enabled = JSONPointer(["enabled"])

  func spec(from body: JSON) -> JSON {
    var spec: JSON = [:]
    if let state = body["intendedState"]?.string {
      spec.setCreating(.bool(state == "ENABLED"), at: Self.enabled)
    }
    return spec
  }

  func body(from spec: JSON) -> JSON {
    spec["enabled"]?.bool.map { ["intendedState": $0 ? "ENABLED" : "DISABLED"] } ?? [:]
  }

  func merged(_ goal: JSON, over live: JSON, in field: Field) -> JSON { body(from: goal) }
}
