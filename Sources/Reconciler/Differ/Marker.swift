package import JSON

/// What stands in a plan where a value must not, or cannot yet, be said.
///
/// Markers appear only at fields whose role allows them, so that no user's value is taken for one.
package enum Marker: Sendable, Hashable {
  /// A secret: where it is kept, and its keyed fingerprint where it could be read.
  case secret(source: String, fingerprint: String?)
  /// The id of an object that the same apply creates.
  case afterApply(Address)

  package init?(_ value: JSON) {
    if let source = value["secretRef"]?.string {
      self = .secret(source: source, fingerprint: value["fingerprint"]?.string)
    } else if let address = value["afterApply"]?.string.flatMap(Address.init(parsing:)) {
      self = .afterApply(address)
    } else {
      return nil
    }
  }

  /// The form a plan holds.
  package var planned: JSON {
    switch self {
    case .secret(let source, let fingerprint?):
      ["secretRef": .string(source), "fingerprint": .string(fingerprint)]
    case .secret(let source, nil): ["secretRef": .string(source)]
    case .afterApply(let address): ["afterApply": .string(address.description)]
    }
  }

  /// The form machine output holds, which does not say where a secret is kept.
  package var shown: JSON {
    switch self {
    case .secret(_, let fingerprint?): ["fingerprint": .string(fingerprint)]
    case .secret(_, nil): ["unknown": true]
    case .afterApply: planned
    }
  }
}

extension Field {
  /// Returns the value with every marker in the form that output shows.
  package func shown(_ value: JSON) -> JSON {
    if role.isWriteOnly { return Marker(value)?.shown ?? ["unknown": true] }
    if role.reference != nil { return Marker(value)?.shown ?? value }
    if hasSecrets, !hasShape(of: value) { return ["unknown": true] }
    return mapChildren(of: value) { $0.shown($1) }
  }

  /// Whether a value is of the shape that the field has, so that its parts can be told apart; what
  /// is not might be a secret that nobody recognises.
  func hasShape(of value: JSON) -> Bool {
    switch value {
    case .object: !properties.isEmpty || otherMembers != nil
    case .array: element != nil
    case .string, .number: isOpaque
    case .null, .bool: true
    }
  }

  /// Rebuilds an object or a list with each child seen through its own field.
  func mapChildren(of value: JSON, _ transform: (Field, JSON) -> JSON?) -> JSON {
    switch value {
    case .object(let object):
      var result: [JSONObject.Member] = []
      for member in object {
        if let changed = transform(self.member(member.key) ?? .opaque, member.value) {
          result.append(.init(key: member.key, value: changed))
        }
      }
      return .object(JSONObject(distinct: result))
    case .array(let elements):
      return .array(elements.compactMap { transform(element ?? .opaque, $0) })
    default: return value
    }
  }
}
