import JSON

extension TemplateValue {
  /// How deep lists and maps may stand inside each other when they are shown or compared.
  static let maximumDepth = 100

  /// Why a value has no text.
  enum TextProblem: Error {
    case tooLong, tooDeep, array, tool
  }

  /// Appends the text a reference shows, which may not grow beyond a length.
  func write(to text: inout String, limit: Int, depth: Int = 0) throws(TextProblem) {
    guard depth < Self.maximumDepth else { throw .tooDeep }
    switch self {
    case .null: text += "null"
    case .nothing: break
    case .bool(let value): text += value ? "true" : "false"
    case .int(let value): text += String(value)
    case .long(let value): text += String(value)
    case .big(let digits): text += digits
    case .double(let value): text += value.javaText
    case .string(let value): text += value
    case .list(let list): try write(list, to: &text, limit: limit, depth: depth)
    case .map(let map): try write(map, to: &text, limit: limit, depth: depth)
    case .entry(let map, let key):
      try key.write(to: &text, limit: limit, depth: depth + 1)
      text += "="
      try map.value(key).write(to: &text, limit: limit, depth: depth + 1)
    case .loop, .tool: throw .tool
    }
    if text.utf8.count > limit { throw .tooLong }
  }

  private func write(
    _ list: ListBox, to text: inout String, limit: Int, depth: Int
  ) throws(TextProblem) {
    if list.kind == .array { throw .array }
    if list.kind == .json { return try writeJSON(to: &text, limit: limit, depth: depth) }
    text += "["
    for (index, element) in list.elements.enumerated() {
      if index > 0 { text += ", " }
      try element.write(to: &text, limit: limit, depth: depth + 1)
    }
    text += "]"
  }

  private func write(
    _ map: MapBox, to text: inout String, limit: Int, depth: Int
  ) throws(TextProblem) {
    if map.isJSON { return try writeJSON(to: &text, limit: limit, depth: depth) }
    text += "{"
    for (index, key) in map.keys.enumerated() {
      if index > 0 { text += ", " }
      try key.write(to: &text, limit: limit, depth: depth + 1)
      text += "="
      try map.value(key).write(to: &text, limit: limit, depth: depth + 1)
    }
    text += "}"
  }

  /// Appends the value as JSON.
  func writeJSON(to text: inout String, limit: Int, depth: Int = 0) throws(TextProblem) {
    guard depth < Self.maximumDepth else { throw .tooDeep }
    switch self {
    case .null, .nothing: text += "null"
    case .string(let value): text += JSON.string(value).text
    case .list(let list):
      text += "["
      for (index, element) in list.elements.enumerated() {
        if index > 0 { text += "," }
        try element.writeJSON(to: &text, limit: limit, depth: depth + 1)
      }
      text += "]"
    case .map(let map):
      text += "{"
      for (index, key) in map.keys.enumerated() {
        if index > 0 { text += "," }
        var name = ""
        try key.write(to: &name, limit: limit, depth: depth + 1)
        text += JSON.string(name).text + ":"
        try map.value(key).writeJSON(to: &text, limit: limit, depth: depth + 1)
      }
      text += "}"
    default: try write(to: &text, limit: limit, depth: depth)
    }
    if text.utf8.count > limit { throw .tooLong }
  }
}

extension Double {
  /// The number as Java's `Double.toString` writes it.
  var javaText: String {
    if isNaN { return "NaN" }
    if isInfinite { return self < 0 ? "-Infinity" : "Infinity" }
    let sign = self.sign == .minus ? "-" : ""
    if self == 0 { return sign + "0.0" }
    let decimal = JSONNumber(validated: magnitude.description).decimal
    let digits = String(decoding: decimal.digits.map { $0 + 48 }, as: UTF8.self)
    let point = digits.utf8.count + decimal.exponent
    guard magnitude >= 1e-3, magnitude < 1e7 else {
      let fraction = digits.dropFirst()
      return "\(sign)\(digits.prefix(1)).\(fraction.isEmpty ? "0" : fraction)E\(point - 1)"
    }
    if point <= 0 { return "\(sign)0.\(String(repeating: "0", count: -point))\(digits)" }
    guard digits.utf8.count > point else {
      return sign + digits + String(repeating: "0", count: point - digits.utf8.count) + ".0"
    }
    return "\(sign)\(digits.prefix(point)).\(digits.dropFirst(point))"
  }
}
