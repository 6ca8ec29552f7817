package import JSON

extension Kind {
  /// Returns the kinds of the remote objects that a manifest stands for in a profile.
  ///
  /// Most kinds are themselves alone. One with parts is what of it no part holds, unless it is
  /// nothing but its parts, and each part, whose name is `Kind#part`; the fields of each are those
  /// of the spec that it holds.
  package func pieces(in profile: Profile) -> [Kind] {
    guard let wire = wires[profile] else { return [self] }
    if wire.parts.isEmpty {
      return wire.without.isEmpty
        ? [self]
        : [Kind(self, named: name, spec: spec.excluding(wire.without), wire: wire, in: profile)]
    }
    let parts = wire.parts.map { Kind(self, part: $0, in: profile) }
    guard wire.identity != .parts else { return parts }
    let held = wire.parts.flatMap(\.carries).filter { !wire.createsWith.contains($0) }
    let rest = spec.excluding(held + wire.without)
      .marking(wire.createsWith) { $0.isCreateOnly = true }
    return [Kind(self, named: name, spec: rest, wire: wire, in: profile)] + parts
  }

  /// Returns what of a spec a piece holds.
  package func share(of spec: JSON) -> JSON { self.spec.share(of: spec) ?? [:] }

  /// The collection of the object that this is a further call on; nil for what stands by itself.
  package var baseCollection: String? {
    guard let whole, let part, part.wire.identity == .part else { return nil }
    return part.base.map { "\(whole.name)#\($0)" } ?? whole.name
  }

  /// Returns the address of the object that this is a further call on, where that is another.
  package func base(of address: Address) -> Address? {
    baseCollection == nil ? nil : address.part(part?.base)
  }
}

extension Kind {
  private convenience init(_ whole: Kind, part: Wire.Part, in profile: Profile) {
    var spec = whole.spec.holding(part.carries)
    if let list = part.each { spec = spec.replacing(list) { $0.element ?? .opaque } }
    for (pointer, other) in part.uses {
      var role = spec.field(at: pointer)?.role ?? Role()
      role.reference = .init(kind: "\(whole.name)#\(other)", form: .id)
      spec = spec.adding(
        Field(role: role, properties: [], element: nil, otherMembers: nil), at: pointer)
    }
    spec = spec.marking(part.unread) { $0.isUnread = true }
    self.init(
      whole, named: "\(whole.name)#\(part.name)",
      spec: spec.marking(part.local) { $0.isLocal = true }, wire: part.wire, part: part,
      in: profile)
  }
}

extension Field {
  /// The same fields but for those at pointers.
  fileprivate func excluding(_ pointers: [JSONPointer]) -> Field {
    selecting { path in pointers.contains { path.hasPrefix($0) } ? .nothing : .all }
  }

  /// Those at pointers alone, with what leads to them.
  fileprivate func holding(_ pointers: [JSONPointer]) -> Field {
    selecting { path in
      if pointers.contains(where: { path.hasPrefix($0) }) { return .all }
      return pointers.contains { $0.hasPrefix(path) } ? .inside : .nothing
    }
  }

  private enum Selection { case all, inside, nothing }

  private func selecting(
    at path: JSONPointer = .root, _ choose: (JSONPointer) -> Selection
  ) -> Field {
    let chosen = properties.compactMap { name, field -> (String, Field)? in
      let path = path.appending(name)
      guard choose(path) != .nothing else { return nil }
      let selected = field.selecting(at: path, choose)
      // An object of which nothing is left is nothing itself.
      return selected.isOpaque && !field.isOpaque ? nil : (name, selected)
    }
    let isWhole = choose(path) == .all || path == .root && otherMembers != nil
    return Field(
      role: role, properties: chosen, element: element, otherMembers: isWhole ? otherMembers : nil)
  }

  /// The same fields with something more said of those at pointers.
  fileprivate func marking(_ pointers: [JSONPointer], _ mark: (inout Role) -> Void) -> Field {
    pointers.reduce(self) { whole, pointer in
      whole.replacing(pointer) { field in
        var role = field.role
        mark(&role)
        return Field(
          role: role, properties: field.properties, element: field.element,
          otherMembers: field.otherMembers)
      }
    }
  }

  /// The same fields with another in the place of the one at a pointer, if there is one.
  fileprivate func replacing(_ pointer: JSONPointer, _ change: (Field) -> Field) -> Field {
    guard let name = pointer.tokens.first else { return change(self) }
    let rest = JSONPointer(Array(pointer.tokens.dropFirst()))
    return Field(
      role: role,
      properties: properties.map { ($0, $0 == name ? $1.replacing(rest, change) : $1) },
      element: element, otherMembers: otherMembers)
  }

  /// The same fields and one more at a pointer.
  fileprivate func adding(_ field: Field, at pointer: JSONPointer) -> Field {
    guard let name = pointer.tokens.first else { return field }
    let rest = JSONPointer(Array(pointer.tokens.dropFirst()))
    let present = properties.first { $0.name == name }?.field
    let empty = Field(role: Role(), properties: [], element: nil, otherMembers: nil)
    let added = (present ?? empty).adding(field, at: rest)
    let others = properties.filter { $0.name != name }.map { ($0.name, $0.field) }
    return Field(
      role: role, properties: others + [(name, added)], element: element,
      otherMembers: otherMembers)
  }

  /// Returns the members of a value that have a field here.
  fileprivate func share(of value: JSON) -> JSON? {
    guard !properties.isEmpty || otherMembers != nil, case .object(let object) = value else {
      return value
    }
    var members: [JSONObject.Member] = []
    for item in object {
      guard let field = member(item.key), let part = field.share(of: item.value),
        part.object?.isEmpty != true || item.value.object?.isEmpty == true
      else { continue }
      members.append(.init(key: item.key, value: part))
    }
    return .object(JSONObject(distinct: members))
  }
}
