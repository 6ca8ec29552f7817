/// The members of a JSON object in their order, each name once.
package struct JSONObject: Sendable {
  package struct Member: Sendable, Hashable {
    package let key: String
    package var value: JSON

    package init(key: String, value: JSON) {
      self.key = key
      self.value = value
    }

    package static func == (lhs: Member, rhs: Member) -> Bool {
      isSame(lhs.key, rhs.key) && lhs.value == rhs.value
    }
  }

  package private(set) var members: [Member]
  /// Where each name stands; kept only where looking through the members would be slow.
  private var index: [ExactString: Int]?

  private static let indexedFrom = 17

  package init() {
    members = []
  }

  /// Builds an object from members in order; a later member of the same name replaces the value.
  package init(_ pairs: some Sequence<(String, JSON)>) {
    self.init()
    for (key, value) in pairs { self[key] = value }
  }

  /// Builds an object from members whose names the caller knows to be distinct.
  package init(distinct members: [Member]) {
    self.members = members
    if members.count >= Self.indexedFrom { buildIndex() }
  }

  package var isEmpty: Bool { members.isEmpty }
  package var count: Int { members.count }
  package var keys: [String] { members.map(\.key) }

  package subscript(_ key: String) -> JSON? {
    get { position(of: key).map { members[$0].value } }
    set {
      switch (position(of: key), newValue) {
      case (let position?, let value?): members[position].value = value
      case (let position?, nil):
        members.remove(at: position)
        index = nil
        if members.count >= Self.indexedFrom { buildIndex() }
      case (nil, let value?):
        index?[ExactString(key)] = members.count
        members.append(Member(key: key, value: value))
        if members.count == Self.indexedFrom { buildIndex() }
      case (nil, nil): break
      }
    }
  }

  package func contains(_ key: String) -> Bool { position(of: key) != nil }

  private func position(of key: String) -> Int? {
    if let index { return index[ExactString(key)] }
    return members.firstIndex { isSame($0.key, key) }
  }

  private mutating func buildIndex() {
    index = Dictionary(
      uniqueKeysWithValues: members.enumerated().map { (ExactString($1.key), $0) })
  }
}

extension JSONObject: Sequence {
  package func makeIterator() -> IndexingIterator<[Member]> { members.makeIterator() }
}

extension JSONObject: Hashable {
  package static func == (lhs: JSONObject, rhs: JSONObject) -> Bool {
    guard lhs.count == rhs.count else { return false }
    return zip(lhs.members, rhs.members).allSatisfy { $0 == $1 }
      || lhs.members.allSatisfy { rhs[$0.key] == $0.value }
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(members.reduce(into: 0) { $0 ^= $1.hashValue })
  }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
  package init(dictionaryLiteral elements: (String, JSON)...) { self.init(elements) }
}
