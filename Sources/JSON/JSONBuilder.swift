import Diagnostics

/// What the one parser makes of a document: values alone, or values that know where they stand.
protocol JSONBuilder {
  associatedtype Value
  associatedtype Member
  associatedtype Place

  /// Returns the place of a byte; offsets come in growing order.
  mutating func place(at offset: Int) -> Place
  func scalar(_ value: JSON, at place: Place) -> Value
  func array(_ elements: [Value], at place: Place) -> Value
  func member(_ key: String, at place: Place, value: Value) -> Member
  func object(_ members: [Member], at place: Place) -> Value
  func key(of member: Member) -> String
  func location(of member: Member) -> SourceLocation?
}

struct PlainBuilder: JSONBuilder {
  func place(at offset: Int) {}
  func scalar(_ value: JSON, at place: Void) -> JSON { value }
  func array(_ elements: [JSON], at place: Void) -> JSON { .array(elements) }
  func member(_ key: String, at place: Void, value: JSON) -> JSONObject.Member {
    .init(key: key, value: value)
  }
  func object(_ members: [JSONObject.Member], at place: Void) -> JSON {
    .object(JSONObject(distinct: members))
  }
  func key(of member: JSONObject.Member) -> String { member.key }
  func location(of member: JSONObject.Member) -> SourceLocation? { nil }
}

struct LocatedBuilder: JSONBuilder {
  let file: SourceFile
  var position: TextPosition

  mutating func place(at offset: Int) -> SourceLocation {
    let (line, column) = position.lineAndColumn(at: offset)
    return SourceLocation(file: file, line: line, column: column)
  }

  func scalar(_ value: JSON, at place: SourceLocation) -> LocatedJSON {
    switch value {
    case .null: LocatedJSON(.null, at: place)
    case .bool(let value): LocatedJSON(.bool(value), at: place)
    case .number(let value): LocatedJSON(.number(value), at: place)
    case .string(let value): LocatedJSON(.string(value), at: place)
    case .array, .object: preconditionFailure("An array or object is no scalar.")
    }
  }

  func array(_ elements: [LocatedJSON], at place: SourceLocation) -> LocatedJSON {
    LocatedJSON(.array(elements), at: place)
  }

  func member(
    _ key: String, at place: SourceLocation, value: LocatedJSON
  ) -> LocatedJSON.Member {
    .init(key: key, keyLocation: place, value: value)
  }

  func object(_ members: [LocatedJSON.Member], at place: SourceLocation) -> LocatedJSON {
    LocatedJSON(.object(members), at: place)
  }

  func key(of member: LocatedJSON.Member) -> String { member.key }
  func location(of member: LocatedJSON.Member) -> SourceLocation? { member.keyLocation }
}
