internal import JSON
internal import Reconciler

extension Field {
  /// Returns a value as machine output holds it: no secret, nor where one is kept.
  ///
  /// What has been hidden already stays as it is. What does not have the shape that the schema says,
  /// and could hold a secret, is not shown at all.
  func masked(_ value: JSON) -> JSON {
    replacing(
      in: value,
      secret: {
        $0["fingerprint"]?.string.map { ["fingerprint": .string($0)] } ?? ["unknown": true]
      },
      reference: { Marker($0)?.shown ?? $0 })
  }

  /// Returns a value for a person, with words where a secret or an id to come stands.
  func readable(_ value: JSON) -> JSON {
    replacing(
      in: value,
      secret: { secret in
        .string(secret["fingerprint"]?.string.map { "(secret, fingerprint \($0))" } ?? "(secret)")
      },
      reference: { id in
        guard case .afterApply(let address) = Marker(id) else { return id }
        return .string("(id of \(address), known after apply)")
      })
  }

  /// Tells whether a value is a secret, or has one in it.
  func holdsSecret(_ value: JSON) -> Bool {
    if role.isWriteOnly || isHidden(value) { return true }
    return switch value {
    case .object(let object):
      object.contains { (member($0.key) ?? .opaque).holdsSecret($0.value) }
    case .array(let elements): elements.contains { (element ?? .opaque).holdsSecret($0) }
    default: false
    }
  }

  /// Returns the leaves of a spec in the order of its fields; a secret is one, whatever is in it.
  func shownLeaves(
    of value: JSON, at path: JSONPointer = JSONPointer(["spec"])
  ) -> [(path: JSONPointer, value: JSON)] {
    guard let object = value.object, !object.isEmpty, role.reference == nil, !role.isWriteOnly,
      !isHidden(value)
    else { return [(path, value)] }
    let named = properties.map(\.name)
    let others = Set(object.keys).subtracting(named).sorted()
    return (named + others).flatMap { name in
      object[name].map {
        (member(name) ?? .opaque).shownLeaves(of: $0, at: path.appending(name))
      } ?? []
    }
  }

  private func replacing(
    in value: JSON, secret: (JSON) -> JSON, reference: (JSON) -> JSON
  ) -> JSON {
    if role.isWriteOnly || isHidden(value) { return secret(value) }
    if role.reference != nil { return reference(value) }
    switch value {
    case .object(let object):
      let members = object.map { member in
        let field = self.member(member.key) ?? .opaque
        return JSONObject.Member(
          key: member.key,
          value: field.replacing(in: member.value, secret: secret, reference: reference))
      }
      return .object(JSONObject(distinct: members))
    case .array(let elements):
      let field = element ?? .opaque
      return .array(
        elements.map { field.replacing(in: $0, secret: secret, reference: reference) })
    default: return value
    }
  }

  /// Whether a value that is no secret by its field is one by its form, or could hold one unseen.
  private func isHidden(_ value: JSON) -> Bool {
    switch value {
    case .object(let object):
      let isMarker = object.keys.allSatisfy { ["secretRef", "fingerprint"].contains($0) }
      if isMarker, object["secretRef"]?.string != nil { return true }
      if value == ["unknown": true] { return true }
      return properties.isEmpty && otherMembers == nil && element?.canHoldSecret == true
    case .array: return element == nil && canHoldSecret
    case .string, .number: return canHoldSecret
    case .null, .bool: return false
    }
  }

  private var canHoldSecret: Bool {
    role.isWriteOnly || properties.contains { $0.field.canHoldSecret }
      || element?.canHoldSecret == true || otherMembers?.canHoldSecret == true
  }
}
