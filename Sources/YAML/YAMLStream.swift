/// The events of a whole file, held to the rules of YAML 1.2 that libyaml lets pass.
struct YAMLStream: ~Copyable {
  private let parts: [YAMLParts.Part]
  private var index = 0
  private var reader: YAMLEventReader
  private var rules: YAMLRules

  /// Takes bytes that are known to be UTF-8 without control characters.
  init(_ bytes: [UInt8]) {
    parts = YAMLParts.of(bytes)
    reader = YAMLEventReader(parts[0].bytes, firstLine: parts[0].firstLine)
    rules = YAMLRules(parts[0])
  }

  /// The part the last event stands in.
  var part: YAMLParts.Part { parts[index] }

  /// Returns the next event; behind the end of the stream there are none to ask for.
  mutating func next() throws(YAMLSyntaxError) -> YAMLEvent {
    var event = try reader.next()
    while event.kind == .streamEnd, index + 1 < parts.count {
      index += 1
      reader = YAMLEventReader(parts[index].bytes, firstLine: parts[index].firstLine)
      rules = YAMLRules(parts[index])
      _ = try reader.next()
      event = try reader.next()
    }
    try rules.check(event)
    return event
  }
}
