package import JSON

/// What tells the objects of a kind apart where the server chooses their ids.
package struct NaturalKey: Sendable, Hashable {
  private let values: [JSON]

  /// Takes what stands at the pointers of a spec or body, references as ids; nil where nothing does.
  package init?(of body: JSON, at pointers: [JSONPointer], in spec: Field) {
    let values = pointers.map { pointer in
      let field = spec.field(at: pointer) ?? .opaque
      return (body[pointer] ?? field.role.defaultValue).flatMap {
        field.normalisedOrAbsent($0, .comparable)
      } ?? .null
    }
    guard values.contains(where: { !$0.isNull }) else { return nil }
    self.values = values
  }
}

extension Kind {
  /// Returns the natural key of a spec or body; nil where the kind has none in that profile.
  package func naturalKey(of body: JSON, in profile: Profile) -> NaturalKey? {
    guard case .naturalKey(let pointers)? = wires[profile]?.identity else { return nil }
    return NaturalKey(of: body, at: pointers, in: spec)
  }

  /// Returns the objects of a collection that have the same natural key as a spec or body.
  package func objects(
    in collection: ObservedCollection, like body: JSON, profile: Profile
  ) -> [ObservedObject] {
    guard let key = naturalKey(of: body, in: profile) else { return [] }
    return collection.objects.filter { naturalKey(of: $0.body, in: profile) == key }
  }
}
