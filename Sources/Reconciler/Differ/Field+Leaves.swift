package import JSON

extension Field {
  /// Returns the leaves of a spec that is about to be created, as changes from nothing.
  package func leaves(of spec: JSON) -> [FieldChange] {
    var found: [FieldChange] = []
    collect(spec, at: JSONPointer(["spec"]), into: &found)
    return found
  }

  private func collect(_ value: JSON, at path: JSONPointer, into found: inout [FieldChange]) {
    if case .object(let object) = value, !role.isWriteOnly, role.reference == nil, !object.isEmpty {
      for member in object {
        (self.member(member.key) ?? .opaque).collect(
          member.value, at: path.appending(member.key), into: &found)
      }
    } else {
      found.append(FieldChange(path: path, before: nil, after: shown(value)))
    }
  }
}
