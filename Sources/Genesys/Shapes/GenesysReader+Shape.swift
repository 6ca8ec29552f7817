internal import Diagnostics
internal import JSON
internal import Reconciler

extension GenesysReader {
  /// The code that changes the shape of kinds whose bodies no map can tell from their specs.
  private static let lenses: [String: any WireShape] = [
    "RecordingPolicy": RecordingPolicyLens(), "WebhookTrigger": WebhookTriggerLens(),
    "IntegrationState": IntegrationStateLens(),
  ]

  /// Returns the ways between a kind's specs and its bodies; nil where they are the same.
  ///
  /// Asks the service where it depends on what the types of its integrations call things.
  func shape(of wire: Wire) async throws(DiagnosticsError) -> (any WireShape)? {
    var shape: (any WireShape)? = wire.lens.flatMap { Self.lenses[$0] } ?? wire.map
    if wire.lens == nil, let discovery = wire.discovery {
      shape = try await directory.names(discovery).shape(of: wire, discovery)
    }
    return wire.fixed.isEmpty ? shape : FixedShape(shape ?? SameShape(), fixed: wire.fixed)
  }
}

extension WireShape {
  /// Returns an object as the service answers it with its members in the places of a spec.
  func shaped(_ object: ObservedObject) -> ObservedObject {
    ObservedObject(id: object.id, body: spec(from: object.body))
  }
}

extension Wire {
  /// Whether an object of the collection is one that this kind is about.
  func isAbout(_ object: ObservedObject) -> Bool {
    fixed.allSatisfy { object.body[$0.pointer] == $0.value }
      && !ignored.contains { object.body[$0.pointer]?.string?.hasPrefix($0.prefix) ?? false }
  }
}
