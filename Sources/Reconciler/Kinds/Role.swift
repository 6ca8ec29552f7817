package import JSON

/// What a field is to the differ: everything `x-gcsync` says of it.
package struct Role: Sendable, Hashable {
  /// How the elements of an unordered list are told apart.
  package enum Elements: Sendable, Hashable {
    /// By their whole value.
    case value
    /// By what stands at this pointer of each.
    case key(JSONPointer)
  }

  /// How a reference stands on the wire.
  package enum ReferenceForm: String, Sendable { case id, object }

  package struct Reference: Sendable, Hashable {
    package let kind: String
    package let form: ReferenceForm
  }

  /// The manifest's name stands in where the field is left out.
  package var isNamedByMetadata = false
  /// What the server fills in, and so what leaving the field out means.
  package var defaultValue: JSON?
  package var isServerDefault = false
  package var isComputed = false
  package var isImmutable = false
  /// It is sent when the object is created, and is another piece's affair afterwards.
  package var isCreateOnly = false
  /// It is looked at here alone, and neither sent nor compared.
  package var isLocal = false
  /// It is sent and never shown; only the record of what was sent tells of a change.
  package var isUnread = false
  /// What the service answers in place of an empty text.
  package var emptyText: String?
  package var isWriteOnly = false
  package var reference: Reference?
  package var unordered: Elements?
  package var emptyIsAbsent = false
  package var nullIsAbsent = false
  package var ignoresCase = false
  package var trimsSpace = false
  /// It is a statement of an AWS policy, which AWS gives back in other words.
  package var isPolicyStatement = false
  package var isJSONText = false
  package var isVerbatim = false
  /// `{file: PATH}` stands for what the file says.
  package var mayBeFile = false
  /// What a change of it comes to, where that is said in a sentence.
  package var meaning: Meaning?

  package init() {}
}

extension Role {
  /// Whether null in a manifest asks for the field to be cleared.
  var isClearable: Bool {
    nullIsAbsent && defaultValue == nil && !isWriteOnly && !isComputed && !isImmutable
  }

  /// Takes up the words under a field's `x-gcsync`, which the vocabulary schema has accepted.
  mutating func read(_ words: JSON) {
    func isTrue(_ key: String) -> Bool { words[key]?.bool == true }
    isNamedByMetadata = isNamedByMetadata || words["from"]?.string == "/metadata/name"
    defaultValue = words["default"] ?? defaultValue
    isServerDefault = isServerDefault || isTrue("serverDefault")
    isComputed = isComputed || isTrue("computed")
    isImmutable = isImmutable || isTrue("immutable")
    isWriteOnly = isWriteOnly || isTrue("writeOnly")
    meaning = words["means"]?.string.flatMap(Meaning.init) ?? meaning
    emptyText = words["emptyText"]?.string ?? emptyText
    emptyIsAbsent = emptyIsAbsent || isTrue("emptyIsAbsent")
    nullIsAbsent = nullIsAbsent || isTrue("nullIsAbsent")
    isVerbatim = isVerbatim || isTrue("verbatim")
    mayBeFile = mayBeFile || isTrue("orFile")
    isJSONText = isJSONText || words["encoding"]?.string == "json"
    let normal = words["normalise"]?.array?.compactMap(\.string) ?? []
    ignoresCase = ignoresCase || normal.contains("case")
    trimsSpace = trimsSpace || normal.contains("trim")
    isPolicyStatement = isPolicyStatement || normal.contains("policyStatement")
    if let kind = words["reference"]?.string {
      let form = words["as"]?.string.flatMap(ReferenceForm.init) ?? .id
      reference = Reference(kind: kind, form: form)
    }
    switch words["set"] {
    case .bool(true): unordered = .value
    case .object(let object):
      unordered = object["key"]?.string.flatMap(JSONPointer.init(parsing:)).map(Elements.key)
    default: break
    }
  }
}
