/// One thing that happened, under a name that alerts and dashboards can rely on.
///
/// The catalogue is `Event+Catalogue.swift`: an event can be made in no other way.
package struct Event: Sendable, Hashable {
  package enum Level: String, Sendable { case debug, info, warning, error }

  /// A field's value, which is never a secret, a query value or a body.
  package enum Value: Sendable, Hashable {
    case string(String)
    case integer(Int)
    case number(Double)
    case boolean(Bool)
    case list([String])
  }

  package struct Field: Sendable, Hashable {
    package let name: String
    package let value: Value
  }

  package let name: String
  package let level: Level
  package let fields: [Field]

  init(_ name: String, _ level: Level, _ fields: KeyValuePairs<String, Value?> = [:]) {
    self.name = name
    self.level = level
    self.fields = fields.compactMap { name, value in value.map { Field(name: name, value: $0) } }
  }
}

extension Event.Value: ExpressibleByStringLiteral {
  package init(stringLiteral value: String) { self = .string(value) }
}
