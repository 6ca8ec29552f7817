package import JSON

extension Wire {
  /// A further remote object, or a further call on the same, that a manifest stands for.
  package struct Part: Sendable {
    package let name: String
    /// What of the spec it holds.
    package let carries: [JSONPointer]
    /// What of that the service never shows.
    package let unread: [JSONPointer]
    /// What of that is looked at here alone.
    package let local: [JSONPointer]
    /// The part whose object it is a further call on; nil where that is the whole.
    package let base: String?
    /// The parts that must have been written before.
    package let after: [String]
    /// Where an object of the list holds it.
    package let embedded: JSONPointer?
    /// What a manifest must say so that there is such a part.
    package let condition: JSONPointer?
    /// The list of texts in the spec that has a part of its own for each.
    package let each: JSONPointer?
    /// Where the ids of other parts stand in its share of the spec.
    package let uses: [(pointer: JSONPointer, part: String)]
    /// What its objects hold and do not give back once they are gone.
    package let content: String?
    package let wire: Wire

    /// Reads what a kind says of a part, where `whole` is what it says of its wire.
    init(_ words: JSON, of whole: JSON, in service: Service) {
      func pointer(_ key: String) -> JSONPointer? {
        words[key]?.string.flatMap(JSONPointer.init(parsing:))
      }
      func pointers(_ key: String) -> [JSONPointer] {
        (words[key]?.array ?? []).compactMap(\.string).compactMap(JSONPointer.init(parsing:))
      }
      name = words["name"]?.string ?? ""
      carries = pointers("carries")
      unread = pointers("unread")
      local = pointers("local")
      let siblings = whole["parts"]?.array ?? []
      let own = words["of"]?.string
      base = own
      after = (words["after"]?.array ?? []).compactMap(\.string)
      embedded = pointer("embedded")
      condition = pointer("when")
      content = words["content"]?.string
      each = pointer("each")
      uses = (words["uses"]?.object ?? [:]).compactMap { member in
        guard let pointer = JSONPointer(parsing: member.key), let part = member.value.string
        else { return nil }
        return (pointer, part)
      }
      let base = siblings.first { $0["name"]?.string == own } ?? whole
      wire = Wire(words, of: base, in: service)
    }
  }

  /// Where the names are found out under which an integration's type takes what a spec says.
  package struct Discovery: Sendable {
    /// The type of the integration.
    package let type: String
    /// The names that a member of the spec may have there, by where it stands.
    package let names: [(pointer: JSONPointer, names: [String])]
    /// The members that a type may have no place for.
    package let optional: [JSONPointer]

    init(_ words: JSON) {
      type = words["type"]?.string ?? ""
      optional = (words["optional"]?.array ?? []).compactMap(\.string)
        .compactMap(JSONPointer.init(parsing:))
      names = (words["names"]?.object ?? [:]).compactMap { member in
        JSONPointer(parsing: member.key).map {
          ($0, (member.value.array ?? []).compactMap(\.string))
        }
      }
    }
  }
}
