package import JSON

/// Where the members of a spec stand in a body on the wire.
package struct WireMap: Sendable {
  private let pairs: [(spec: JSONPointer, wire: JSONPointer)]

  /// Reads an object of pointers into the body, by pointers into the spec.
  init(_ words: JSON) {
    pairs = (words.object ?? [:]).compactMap { member in
      guard let spec = JSONPointer(parsing: member.key),
        let wire = member.value.string.flatMap(JSONPointer.init(parsing:))
      else { return nil }
      return (spec, wire)
    }
  }

  package init(_ pairs: [(spec: JSONPointer, wire: JSONPointer)]) {
    self.pairs = pairs
  }

  /// The same places and some more.
  package func adding(_ others: [(spec: JSONPointer, wire: JSONPointer)]) -> WireMap {
    WireMap(pairs + others)
  }

  /// Returns what a body says, in the places of a spec.
  package func spec(from body: JSON) -> JSON {
    pairs.reduce(into: [:]) { spec, pair in
      guard let value = body[pair.wire] else { return }
      spec.setCreating(value, at: pair.spec)
    }
  }

  /// Returns what a spec says, in the places of a body.
  package func body(from spec: JSON) -> JSON {
    pairs.reduce(into: [:]) { body, pair in
      guard let value = spec[pair.spec] else { return }
      body.setCreating(value, at: pair.wire)
    }
  }

  /// Returns a body as the service answered it with a goal laid over it, as `Field.merged` does.
  package func merged(_ goal: JSON, over live: JSON, in field: Field) -> JSON {
    pairs.reduce(into: live) { body, pair in
      guard let value = goal[pair.spec] else { return }
      let own = field.field(at: pair.spec) ?? .opaque
      body.setCreating(body[pair.wire].map { own.merged(value, over: $0) } ?? value, at: pair.wire)
    }
  }
}

extension JSON {
  /// Puts a value at a pointer, making the objects on the way that are not there.
  package mutating func setCreating(_ value: JSON, at pointer: JSONPointer) {
    var path: [String] = []
    for token in pointer.tokens.dropLast() {
      path.append(token)
      let step = JSONPointer(path)
      if self[step]?.object == nil { self[step] = [:] }
    }
    self[pointer] = value
  }
}
