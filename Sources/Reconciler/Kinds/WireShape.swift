package import JSON

/// The ways between the shape of a spec and that of a body on the wire.
package protocol WireShape: Sendable {
  /// Returns what a body says, in the places of a spec.
  func spec(from body: JSON) -> JSON
  /// Returns what a spec says, in the places of a body.
  func body(from spec: JSON) -> JSON
  /// Returns a body as the service answered it with a goal laid over it, as `Field.merged` does.
  func merged(_ goal: JSON, over live: JSON, in field: Field) -> JSON
}

extension WireMap: WireShape {}

/// The shape of a kind whose spec is the body.
package struct SameShape: WireShape {
  package init() {}

  package func spec(from body: JSON) -> JSON { body }

  package func body(from spec: JSON) -> JSON { spec }

  package func merged(_ goal: JSON, over live: JSON, in field: Field) -> JSON {
    field.merged(goal, over: live)
  }
}

/// Another shape with values that every body has.
package struct FixedShape: WireShape {
  private let shape: any WireShape
  private let fixed: [(pointer: JSONPointer, value: JSON)]

  package init(_ shape: any WireShape, fixed: [(pointer: JSONPointer, value: JSON)]) {
    self.shape = shape
    self.fixed = fixed
  }

  package func spec(from body: JSON) -> JSON { shape.spec(from: body) }

  package func body(from spec: JSON) -> JSON { completed(shape.body(from: spec)) }

  package func merged(_ goal: JSON, over live: JSON, in field: Field) -> JSON {
    completed(shape.merged(goal, over: live, in: field))
  }

  private func completed(_ body: JSON) -> JSON {
    fixed.reduce(into: body) { $0.setCreating($1.value, at: $1.pointer) }
  }
}
