package import JSON
package import JSONSchema

/// What a team allows itself, as data: a schema that a change must not, or should not, match.
package struct Rule: Sendable {
  package enum Level: String, Sendable, CaseIterable { case deny, warn }

  package let name: String
  package let level: Level
  /// The schema over one change that says when the rule applies.
  package let match: Schema
  package let message: String

  package init(name: String, level: Level, match: Schema, message: String) {
    self.name = name
    self.level = level
    self.match = match
    self.message = message
  }

  /// Tells whether the rule has something against a change.
  package func applies(to change: JSON) -> Bool { match.isValid(change) }
}

extension Operation {
  /// The change as rules see it: with both whole specs, and the codes of what was found besides.
  func ruleSubject(in spec: Field?, findings: [String]) -> JSON {
    var object: JSONObject = [
      "address": .string(address.description), "kind": .string(address.kind),
      "name": .string(name), "action": .string(action.rawValue),
      "labels": .texts(keeping.labels),
      "fields": .array(
        fields.map { change in
          var field: JSONObject = [
            "path": .string(change.path.description), "before": change.before ?? .null,
            "after": change.after ?? .null,
          ]
          field["trend"] = change.trend.map(JSON.string)
          return .object(field)
        }),
      "findings": .array(findings.map(JSON.string)),
      "blockedBy": .array(blockedBy.map(JSON.string)),
    ]
    object["before"] = before.map { spec?.shown($0) ?? $0 } ?? .null
    object["after"] = after.map { spec?.shown($0) ?? $0 } ?? .null
    return .object(object)
  }
}

extension FieldChange {
  /// Which way a number goes, since a schema cannot compare two values.
  fileprivate var trend: String? {
    guard let before = before?.number?.decimal, let after = after?.number?.decimal,
      before != after
    else { return nil }
    return before < after ? "up" : "down"
  }
}
