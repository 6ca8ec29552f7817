import JSON

extension AuditTrail.Change {
  /// What the server writes by itself and tells nobody of.
  private static let unlisted: Set = [
    "id", "selfUri", "version", "dateCreated", "dateModified", "createdDate", "modifiedDate",
    "createdBy", "modifiedBy",
  ]

  /// Returns the properties in which two states of an object differ, by the paths of their names.
  static func between(_ old: JSON?, _ new: JSON?) -> [AuditTrail.Change] {
    guard let old, let new else { return [] }
    var found: [AuditTrail.Change] = []
    compare(old, new, "", &found)
    return found
  }

  private static func compare(
    _ old: JSON?, _ new: JSON?, _ path: String, _ found: inout [AuditTrail.Change]
  ) {
    guard old != new else { return }
    guard old?.object != nil || new?.object != nil else {
      found.append(AuditTrail.Change(property: path, old: texts(old), new: texts(new)))
      return
    }
    let names = Set((old?.object?.keys ?? []) + (new?.object?.keys ?? []))
    for name in names.sorted() where !path.isEmpty || !unlisted.contains(name) {
      compare(old?[name], new?[name], path.isEmpty ? name : "\(path).\(name)", &found)
    }
  }

  private static func texts(_ value: JSON?) -> [String] {
    switch value {
    case nil, .null?: []
    case .array(let list)?: list.map { $0.string ?? $0.text }
    case let value?: [value.string ?? value.text]
    }
  }

  var json: JSON {
    [
      "property": .string(property), "oldValues": .array(old.map(JSON.string)),
      "newValues": .array(new.map(JSON.string)),
    ]
  }
}
