/// What somebody did to an object that is of interest.
package enum AuditInterest: Sendable, Hashable {
  case deletion
  case creation
  /// A change of one of these properties, each a list of names from the outermost on; where the
  /// service calls them otherwise than the manifest does, an entry about others may be meant, too.
  case change([[String]], callsThemOtherwise: Bool)

  /// Whether an entry is about what is of interest.
  enum Verdict {
    case yes, perhaps, no
  }

  func verdict(on entry: AuditEntry) -> Verdict {
    let isDeletion = ["delete", "remove", "archive"].contains {
      entry.action.lowercased().hasPrefix($0)
    }
    let isCreation = ["create", "add"].contains { entry.action.lowercased().hasPrefix($0) }
    switch self {
    case .deletion:
      if isDeletion { return .yes }
      return isCreation || entry.action == "Update" ? .no : .perhaps
    case .creation:
      if isCreation { return .yes }
      return isDeletion || entry.action == "Update" ? .no : .perhaps
    case .change(let fields, let callsThemOtherwise):
      // Who created the object gave all of it its values.
      if isCreation { return .yes }
      if isDeletion { return .no }
      if entry.properties.isEmpty { return .perhaps }
      let names = fields.map { $0.map(Self.plain) }
      let isMeant = entry.properties.contains { property in
        names.contains { Self.concerns(property, $0) }
      }
      return isMeant ? .yes : callsThemOtherwise ? .perhaps : .no
    }
  }

  /// Returns the steps of a property's name, however it is written.
  static func steps(_ property: String) -> [String] {
    property.split { "./[]:>".contains($0) }.map { plain(String($0)) }.filter { !$0.isEmpty }
  }

  /// A name without what is written in one way here and in another there.
  private static func plain(_ name: String) -> String {
    name.lowercased().filter { $0.isLetter || $0.isNumber }
  }

  /// Whether a property is a field, something inside it or what it is inside of.
  private static func concerns(_ property: [String], _ field: [String]) -> Bool {
    guard !property.isEmpty, !field.isEmpty else { return false }
    return field.starts(with: property) || property.starts(with: field)
      || field.reversed().starts(with: property.reversed())
  }
}
