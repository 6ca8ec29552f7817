package import JSON

extension Kind {
  /// Returns the kinds of the remote objects that a manifest stands for in a profile.
  ///
  /// Most kinds are themselves alone. One with parts is what of it no part holds, and each part,
  /// whose name is `Kind#part`; the fields of each are those of the spec that it holds.
  package func pieces(in profile: Profile) -> [Kind] {
    guard let wire = wires[profile], !wire.parts.isEmpty else { return [self] }
    let held = wire.parts.flatMap(\.carries)
    let rest = spec.excluding(held.filter { !wire.createsWith.contains($0) })
      .markingCreateOnly(wire.createsWith)
    return [Kind(self, named: name, spec: rest, wire: wire, in: profile)]
      + wire.parts.map { part in
        Kind(
          self, named: "\(name)#\(part.name)", spec: spec.holding(part.carries), wire: part.wire,
          after: part.after, in: profile)
      }
  }

  /// Returns what of a spec a piece holds.
  package func share(of spec: JSON) -> JSON { self.spec.share(of: spec) ?? [:] }
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

  fileprivate func markingCreateOnly(_ pointers: [JSONPointer]) -> Field {
    guard !pointers.isEmpty else { return self }
    return selecting { path in pointers.contains(path) ? .createOnly : .all }
  }

  private enum Selection { case all, inside, nothing, createOnly }

  private func selecting(
    at path: JSONPointer = .root, _ choose: (JSONPointer) -> Selection
  ) -> Field {
    let chosen = properties.compactMap { name, field -> (String, Field)? in
      let path = path.appending(name)
      return switch choose(path) {
      case .nothing: nil
      case .createOnly: (name, field.createOnly)
      case .all, .inside: (name, field.selecting(at: path, choose))
      }
    }
    let isWhole = choose(path) == .all || path == .root && otherMembers != nil
    return Field(
      role: role, properties: chosen, element: element, otherMembers: isWhole ? otherMembers : nil)
  }

  private var createOnly: Field {
    var role = role
    role.isCreateOnly = true
    return Field(role: role, properties: properties, element: element, otherMembers: otherMembers)
  }

  /// Returns the members of a value that have a field here.
  fileprivate func share(of value: JSON) -> JSON? {
    guard !properties.isEmpty || otherMembers != nil, case .object(let object) = value else {
      return value
    }
    var members: [JSONObject.Member] = []
    for item in object {
      guard let field = member(item.key), let part = field.share(of: item.value) else { continue }
      members.append(.init(key: item.key, value: part))
    }
    return .object(JSONObject(distinct: members))
  }
}
