import JSON

extension CollectionRule {
  /// The collections of the Platform API.
  static let platform =
    authorization + directory + routing + recording + integration + automation + analytics

  /// The division every org has from the beginning.
  static let homeDivision = "6b1a9e60-0f2f-4c39-9d54-6f1f3c0a7d01"
  /// The user every org has from the beginning, who is taken to own the tokens.
  static let administrator = "0d5ed8c2-31a7-4f61-8c6e-9a4b7e2f5c02"
  static let administratorRole = "f2a7c4be-5d10-4a8b-b1c3-2e6d9f8a0b03"

  /// A member that names the division of an object, which is the home division unless it says.
  static let divisionField = FieldRule(
    "division", .object, default: ["id": .string(homeDivision)])
  static let divisionLink = Link("division", "divisions")
}
