package import JSON
package import World

extension Field {
  /// Returns the body that makes an object what the plan says, its markers replaced.
  ///
  /// Nil where an id or a secret is missing that the caller had to provide.
  package func wireBody(
    _ goal: JSON, ids: [Address: String], secrets: [String: Secret]
  ) -> WireBody? {
    wireValue(goal, ids, secrets).map(WireBody.init)
  }

  private func wireValue(
    _ value: JSON, _ ids: [Address: String], _ secrets: [String: Secret]
  ) -> JSON? {
    if role.isWriteOnly {
      guard case .secret(let source, _) = Marker(value) else { return value }
      return secrets[source]?.reveal { .string($0) }
    }
    if let reference = role.reference, !value.isNull {
      return referenceValue(value, ids).map { reference.form == .id ? $0 : ["id": $0] }
    }
    switch value {
    case .object(let object):
      var members: [JSONObject.Member] = []
      for item in object {
        let field = member(item.key) ?? .opaque
        guard let sent = field.wireValue(item.value, ids, secrets) else { return nil }
        members.append(.init(key: item.key, value: sent))
      }
      return .object(JSONObject(distinct: members))
    case .array(let elements):
      let sent = elements.compactMap { (element ?? .opaque).wireValue($0, ids, secrets) }
      return sent.count == elements.count ? .array(sent) : nil
    default: return value
    }
  }

  private func referenceValue(_ value: JSON, _ ids: [Address: String]) -> JSON? {
    guard case .afterApply(let address) = Marker(value) else { return value }
    return ids[address].map(JSON.string)
  }

  /// Returns where the secrets of a goal are kept.
  package func secretSources(in goal: JSON) -> Set<String> {
    Set(secretPlaces(in: goal).map(\.source))
  }

  /// Returns each secret's pointer into the manifest, and where it is kept.
  package func secretPlaces(
    in goal: JSON, at path: JSONPointer = JSONPointer(["spec"])
  ) -> [(pointer: JSONPointer, source: String)] {
    guard hasSecrets else { return [] }
    if role.isWriteOnly {
      guard case .secret(let source, _) = Marker(goal) else { return [] }
      return [(path, source)]
    }
    switch goal {
    case .object(let object):
      return object.flatMap { item in
        member(item.key)?.secretPlaces(in: item.value, at: path.appending(item.key)) ?? []
      }
    case .array(let elements):
      return elements.enumerated().flatMap { index, item in
        element?.secretPlaces(in: item, at: path.appending(index)) ?? []
      }
    default: return []
    }
  }
}
