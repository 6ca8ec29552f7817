package import JSON

/// How what the org has is told in the words of a manifest.
package struct ExportWords: Sendable {
  /// Returns what stands for the id of an object of a kind; nil where only the id itself can.
  package var reference: @Sendable (_ kind: String, _ id: String) -> JSON?
  /// Returns what stands for a secret, which the org does not tell.
  package var secret: @Sendable (JSONPointer) -> JSON
  /// Whether what means the same as leaving it out is left out.
  package var leavesDefaultsOut: Bool

  package init(
    leavesDefaultsOut: Bool = true,
    reference: @escaping @Sendable (_ kind: String, _ id: String) -> JSON?,
    secret: @escaping @Sendable (JSONPointer) -> JSON
  ) {
    self.leavesDefaultsOut = leavesDefaultsOut
    self.reference = reference
    self.secret = secret
  }
}

extension Field {
  /// Returns an observed value as a manifest would write it, its members in the schema's order.
  ///
  /// What the server computes and what is not ours is left out.
  package func exported(
    _ value: JSON, at path: JSONPointer = JSONPointer(["spec"]), in words: ExportWords
  ) -> JSON? {
    if role.isComputed || value.isNull && role.nullIsAbsent { return nil }
    if role.isWriteOnly { return value.isNull ? nil : words.secret(path) }
    if let reference = role.reference {
      guard let id = value["id"]?.string ?? value.string else { return value }
      let plain: JSON = reference.form == .id ? .string(id) : ["id": .string(id)]
      return words.reference(reference.kind, id) ?? plain
    }
    if role.isVerbatim { return value }
    switch value {
    case .string(let text): return .string(text.replacing("${", with: "$${"))
    case .object(let object): return .object(exportedMembers(object, path, words))
    case .array(let elements):
      let field = element ?? .opaque
      return .array(
        elements.enumerated().compactMap { field.exported($1, at: path.appending($0), in: words) })
    default: return value
    }
  }

  private func exportedMembers(
    _ object: JSONObject, _ path: JSONPointer, _ words: ExportWords
  ) -> JSONObject {
    let others = object.map(\.key).filter { isOther($0) }.sorted()
    var members: [JSONObject.Member] = []
    for name in properties.map(\.name) + others {
      guard let value = object[name], let field = isOpaque ? Field.opaque : member(name),
        !(words.leavesDefaultsOut && field.isSaidByLeavingOut(value)),
        let exported = field.exported(value, at: path.appending(name), in: words)
      else { continue }
      members.append(.init(key: name, value: exported))
    }
    return JSONObject(distinct: members)
  }

  /// Whether a manifest that has nothing in the field says the same.
  private func isSaidByLeavingOut(_ value: JSON) -> Bool {
    guard !role.isWriteOnly else { return false }
    let standard = role.defaultValue.flatMap { normalisedOrAbsent($0, .comparable) }
    let isKnown = role.defaultValue != nil || role.emptyIsAbsent
    return isKnown && normalisedOrAbsent(value, .comparable) == standard
  }
}
