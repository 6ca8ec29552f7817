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
      for name in namesInOrder(of: object) {
        guard let value = object[name] else { continue }
        (member(name) ?? .opaque).collect(value, at: path.appending(name), into: &found)
      }
    } else {
      found.append(FieldChange(path: path, before: nil, after: shown(value)))
    }
  }

  /// The names of an object's members: those of the schema in its order, then the others sorted.
  func namesInOrder(of objects: JSONObject...) -> [String] {
    let present = Set(objects.flatMap(\.keys))
    let others = present.filter(isOther).sorted()
    return present.compactMap { name in position(of: name).map { ($0, name) } }
      .sorted { $0.0 < $1.0 }.map(\.1) + others
  }
}
