package import JSON

/// The tree of a kind's fields with their roles, compiled from its schema.
package final class Field: Sendable {
  package let role: Role
  /// The named members, in the schema's order.
  package let properties: [(name: String, field: Field)]
  private let byName: [String: Int]
  /// The members that mean something where they are left out.
  let standards: [(name: String, field: Field)]
  /// What every element of a list is.
  package let element: Field?
  /// What a member without a name of its own is; nil where such members are not ours.
  package let otherMembers: Field?
  /// Whether a reference, or a secret, can stand in it or anywhere below.
  let hasReferences: Bool
  let hasSecrets: Bool
  /// Whether a list without order can stand in it or anywhere below.
  let hasSets: Bool
  /// Whether something that the service never shows can stand in it or anywhere below.
  let hasUnread: Bool
  /// Whether something that cannot be changed in place can stand in it or anywhere below.
  let hasImmutables: Bool
  /// Whether something of which a change is said in a sentence can stand in it or anywhere below.
  let hasMeanings: Bool
  /// Whether a field that null clears can stand in it or anywhere below.
  let hasClearables: Bool

  init(
    role: Role, properties: [(name: String, field: Field)], element: Field?, otherMembers: Field?
  ) {
    self.role = role
    self.properties = properties
    self.byName = Dictionary(
      properties.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    standards = properties.filter { $0.field.role.defaultValue != nil }
    self.element = element
    self.otherMembers = otherMembers
    let below = properties.map(\.field) + [element, otherMembers].compactMap(\.self)
    hasReferences = role.reference != nil || below.contains(where: \.hasReferences)
    hasSets = role.unordered != nil || below.contains(where: \.hasSets)
    hasUnread = role.isUnread || below.contains(where: \.hasUnread)
    hasClearables = role.isClearable || below.contains(where: \.hasClearables)
    hasMeanings = role.meaning != nil || below.contains(where: \.hasMeanings)
    hasImmutables = role.isImmutable || below.contains(where: \.hasImmutables)
    hasSecrets = role.isWriteOnly || below.contains(where: \.hasSecrets)
  }

  package func member(_ name: String) -> Field? {
    byName[name].map { properties[$0].field } ?? otherMembers
  }

  /// Where a member stands among the others; nil where it has no field of its own.
  func position(of name: String) -> Int? { byName[name] }

  /// Whether a member has no field of its own.
  func isOther(_ name: String) -> Bool { byName[name] == nil }

  /// Returns the field a pointer below this one leads to, list indices standing for any element.
  package func field(at pointer: JSONPointer) -> Field? {
    var field: Field? = self
    for token in pointer.tokens {
      guard let here = field else { return nil }
      field = here.member(token) ?? here.element
    }
    return field
  }

  /// The kinds of the objects that can be named in it or anywhere below.
  package var referencedKinds: Set<String> {
    guard hasReferences else { return [] }
    let below = properties.map(\.field) + [element, otherMembers].compactMap(\.self)
    return below.reduce(into: Set([role.reference?.kind].compactMap(\.self))) {
      $0.formUnion($1.referencedKinds)
    }
  }

  /// A field of which nothing is known: managed, and so is everything inside it.
  package static let opaque = Field(role: Role(), properties: [], element: nil, otherMembers: nil)

  /// Whether none of its members is ever read back, so that an object of them may not be there.
  var holdsUnseenAlone: Bool {
    (hasSecrets || hasUnread) && element == nil
      && (properties.map(\.field) + [otherMembers].compactMap(\.self)).allSatisfy {
        $0.role.isWriteOnly || $0.role.isUnread
      }
  }

  var isOpaque: Bool { properties.isEmpty && element == nil && otherMembers == nil }
}
