package import JSON

extension Field {
  /// What a normal form is for.
  package enum Form: Sendable {
    /// To be sent and shown: complete and in a fixed order, but in the words of the manifest.
    case goal
    /// The goal of an object that exists: null stays where it asks for a field to be cleared.
    case clearing
    /// To be compared: all values of the same meaning are equal.
    case comparable
  }

  /// Returns the normal form of a value; normalising twice changes nothing.
  ///
  /// In either form computed members and members that are not ours go, defaults come in, unordered
  /// lists are sorted and references become ids. The comparable form also folds case and space
  /// where a role says so, and drops what means the same as nothing.
  package func normalised(_ value: JSON, as form: Form) -> JSON {
    normalisedOrAbsent(value, form) ?? .null
  }

  func normalisedOrAbsent(_ value: JSON, _ form: Form) -> JSON? {
    if role.isComputed { return nil }
    if role.isWriteOnly { return value }
    if value.isNull, form == .clearing, role.isClearable { return .null }
    if role.reference != nil { return referenceID(value) }
    let normal: JSON
    switch value {
    case .null: return role.nullIsAbsent ? nil : .null
    case .string(let text) where text == role.emptyText: normal = .string("")
    case .string(let text): normal = .string(form == .comparable ? folded(text) : text)
    case .object(let object) where form == .comparable && role.isPolicyStatement:
      normal = PolicyStatementForm(object).json
    case .object(let object): normal = .object(normalisedMembers(object, form))
    case .array(let elements): normal = .array(normalisedElements(elements, form))
    case .bool, .number: return value
    }
    return form == .comparable && role.emptyIsAbsent && normal.isEmpty ? nil : normal
  }

  /// Returns a spec as it is written, but for the order of lists that have none.
  package func withSetsInOrder(_ value: JSON) -> JSON {
    reordered(value) ?? value
  }

  /// Returns a value with its sets in order; nil where they are so already.
  private func reordered(_ value: JSON) -> JSON? {
    guard hasSets else { return nil }
    switch value {
    case .object(var object):
      var hasChanged = false
      for (name, field) in properties where field.hasSets {
        guard let member = object[name], let changed = field.reordered(member) else { continue }
        object[name] = changed
        hasChanged = true
      }
      if let otherMembers, otherMembers.hasSets {
        for member in object where isOther(member.key) {
          guard let changed = otherMembers.reordered(member.value) else { continue }
          object[member.key] = changed
          hasChanged = true
        }
      }
      return hasChanged ? .object(object) : nil
    case .array(let elements):
      let inside = element.map { field in elements.map { field.reordered($0) } } ?? []
      let isChangedInside = inside.contains { $0 != nil }
      let list = isChangedInside ? zip(elements, inside).map { $1 ?? $0 } : elements
      guard role.unordered != nil else { return isChangedInside ? .array(list) : nil }
      let keyed = list.map { ($0.sortingText, $0) }
      let isSorted = zip(keyed, keyed.dropFirst()).allSatisfy { $0.0 <= $1.0 }
      if isSorted { return isChangedInside ? .array(list) : nil }
      return .array(keyed.sorted { $0.0 < $1.0 }.map(\.1))
    default: return nil
    }
  }

  private func folded(_ text: String) -> String {
    var text = text
    if role.trimsSpace { text = trimmed(text) }
    if role.ignoresCase { text = text.lowercased() }
    if role.isJSONText, let document = try? JSON.parse(text) { text = document.canonicalText }
    return text
  }

  private func normalisedMembers(_ object: JSONObject, _ form: Form) -> JSONObject {
    var members: [JSONObject.Member] = []
    for member in object {
      guard let field = isOpaque ? Field.opaque : self.member(member.key),
        let value = field.normalisedOrAbsent(member.value, form)
      else { continue }
      members.append(.init(key: member.key, value: value))
    }
    for (name, field) in standards where field.isNothing(object[name]) {
      guard let standard = field.role.defaultValue,
        let value = field.normalisedOrAbsent(standard, form)
      else { continue }
      members.append(.init(key: name, value: value))
    }
    return JSONObject(distinct: members)
  }

  /// Whether a member says no more than one that is left out.
  private func isNothing(_ member: JSON?) -> Bool {
    member == nil || role.nullIsAbsent && member == .null
  }

  private func normalisedElements(_ elements: [JSON], _ form: Form) -> [JSON] {
    let field = element ?? .opaque
    let list = elements.map { field.normalised($0, as: form) }
    guard let unordered = role.unordered else { return list }
    let keyed = list.map { item in
      let key = field.normalised(item, as: .comparable)
      switch unordered {
      case .value: return (key.sortingText, item)
      case .key(let pointer): return ((key[pointer] ?? .null).sortingText, item)
      }
    }
    return keyed.sorted { $0.0 < $1.0 }.map(\.1)
  }

  /// Returns the id a reference names, whichever way it is written.
  private func referenceID(_ value: JSON) -> JSON? {
    switch value {
    case .null: nil
    case .object(let object): object["id"] ?? value
    default: value
    }
  }
}

private func trimmed(_ text: String) -> String {
  var rest = text.drop { $0.isWhitespace }
  while rest.last?.isWhitespace == true { rest.removeLast() }
  return String(rest)
}

extension JSON {
  fileprivate var sortingText: String { string ?? canonicalText }

  fileprivate var isEmpty: Bool {
    switch self {
    case .string(let text): text.isEmpty
    case .array(let elements): elements.isEmpty
    case .object(let object): object.isEmpty
    default: false
    }
  }
}
