import JSON

/// A value while a template is rendered, with the types Java would give it.
enum TemplateValue {
  case null
  case bool(Bool)
  case int(Int32)
  case long(Int64)
  /// A whole number beyond 64 bits, which can be shown and compared.
  case big(String)
  case double(Double)
  case string(String)
  case list(ListBox)
  case map(MapBox)
  indirect case entry(MapBox, TemplateValue)
  case loop(LoopBox)
  case tool(TemplateTool)
  /// What a method without a result yields, which prints nothing.
  case nothing

  init(_ json: JSON, printing: TemplateContext.Printing) {
    switch json {
    case .null: self = .null
    case .bool(let value): self = .bool(value)
    case .string(let text): self = .string(text)
    case .number(let number): self.init(number)
    case .array(let elements):
      self = .list(
        ListBox(
          elements.map { TemplateValue($0, printing: printing) },
          kind: printing == .json ? .json : .java))
    case .object(let object):
      let map = MapBox(isJSON: printing == .json)
      for member in object {
        map.set(.string(member.key), to: TemplateValue(member.value, printing: printing))
      }
      self = .map(map)
    }
  }

  /// Takes a number as Java reads it: the smallest of int, long and double that fits.
  init(_ number: JSONNumber) {
    let isFraction = number.text.utf8.contains { $0 == 0x2E || $0 | 0x20 == 0x65 }
    if isFraction {
      self = .double(number.double)
    } else if let value = Int64(number.text) {
      self = TemplateValue(whole: value)
    } else {
      self = .big(number.text)
    }
  }

  init(whole value: Int64) {
    self = Int32(exactly: value).map { .int($0) } ?? .long(value)
  }

  var isNull: Bool {
    if case .null = self { true } else { false }
  }

  var isNumber: Bool {
    switch self {
    case .int, .long, .big, .double: true
    default: false
    }
  }

  var isContainer: Bool {
    switch self {
    case .list, .map, .entry: true
    default: false
    }
  }

  var isList: Bool {
    if case .list = self { true } else { false }
  }

  /// The value as a double, where it is a number.
  var double: Double? {
    switch self {
    case .int(let value): Double(value)
    case .long(let value): Double(value)
    case .big(let text): Double(text)
    case .double(let value): value
    default: nil
    }
  }

  /// The value as a whole number of 64 bits, where it is one.
  var whole: Int64? {
    switch self {
    case .int(let value): Int64(value)
    case .long(let value): value
    default: nil
    }
  }

  /// What it counts as in a condition: everything does but null and false.
  var isTrue: Bool {
    switch self {
    case .null: false
    case .bool(let value): value
    default: true
    }
  }
}

/// A list that every variable set to it shares.
final class ListBox {
  enum Kind {
    case java, json
    /// A Java array, such as `split` makes.
    case array
  }

  var elements: [TemplateValue]
  let kind: Kind
  /// The map whose keys, values or entries it is.
  let map: MapBox?
  private var ownChanges = 0

  init(_ elements: [TemplateValue], kind: Kind = .java, of map: MapBox? = nil) {
    self.elements = elements
    self.kind = kind
    self.map = map
  }

  /// How many times something was added or removed, so that a loop notices.
  var changes: Int { map?.changes ?? ownChanges }

  /// Notes that something is added or removed.
  func noteChange() { ownChanges += 1 }
}

/// A map that keeps the order of its keys and that every variable set to it shares.
final class MapBox {
  private(set) var keys: [TemplateValue] = []
  private var values: [ValueKey: TemplateValue] = [:]
  let isJSON: Bool
  private(set) var changes = 0

  init(isJSON: Bool = false) {
    self.isJSON = isJSON
  }

  var count: Int { keys.count }

  /// The value of a key, null where there is none.
  func value(_ key: TemplateValue) -> TemplateValue { values[ValueKey(key)] ?? .null }

  func contains(_ key: TemplateValue) -> Bool { values[ValueKey(key)] != nil }

  /// Sets a value and returns the one before.
  @discardableResult
  func set(_ key: TemplateValue, to value: TemplateValue) -> TemplateValue {
    if let old = values.updateValue(value, forKey: ValueKey(key)) { return old }
    changes += 1
    keys.append(key)
    return .null
  }

  func remove(_ key: TemplateValue) -> TemplateValue {
    guard let old = values.removeValue(forKey: ValueKey(key)) else { return .null }
    changes += 1
    keys.removeAll { ValueKey($0) == ValueKey(key) }
    return old
  }

  func removeAll() {
    changes += 1
    keys = []
    values = [:]
  }
}

/// What makes two keys of a map the same: the type and the value.
enum ValueKey: Hashable {
  case null
  case bool(Bool)
  case int(Int32)
  case long(Int64)
  case double(Double)
  case text(ExactText)
  case box(ObjectIdentifier)

  init(_ value: TemplateValue) {
    switch value {
    case .null, .nothing, .tool: self = .null
    case .bool(let value): self = .bool(value)
    case .int(let value): self = .int(value)
    case .long(let value): self = .long(value)
    case .double(let value): self = .double(value)
    case .big(let text), .string(let text): self = .text(ExactText(text))
    case .list(let list): self = .box(ObjectIdentifier(list))
    case .map(let map), .entry(let map, _): self = .box(ObjectIdentifier(map))
    case .loop(let loop): self = .box(ObjectIdentifier(loop))
    }
  }
}

/// A text that equals another only where both have the same Unicode scalars.
struct ExactText: Hashable {
  let text: String

  init(_ text: String) { self.text = text }

  static func == (left: ExactText, right: ExactText) -> Bool {
    left.text.utf8.elementsEqual(right.text.utf8)
  }
}

/// Where a loop stands, which `$foreach` tells.
final class LoopBox {
  var index = 0
  var hasNext = false
  let parent: LoopBox?

  init(parent: LoopBox?) { self.parent = parent }

  var topmost: LoopBox { parent?.topmost ?? self }
}
