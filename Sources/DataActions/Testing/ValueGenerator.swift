internal import JSON

/// Makes values that a contract takes: the plain, the extreme and the nasty, by chance from a seed.
struct ValueGenerator {
  private var random: SeededRandom
  /// Whether chance has met the contract before.
  private var isPatient = true
  /// Values that people wrote for the same contract, for patterns that chance does not meet.
  private let samples: [JSON]

  init(seed: UInt64, samples: [JSON]) {
    random = SeededRandom(seed: seed)
    self.samples = samples
  }

  /// How long texts and lists are made at most.
  private static let longest = 100_000

  /// Texts that break templates, URLs, JSON or the programs behind them.
  private static let texts = [
    "", " ", "a", "Ada Lovelace", "\"", "\\", "\\\"", "a\nb", "tab\there", "${input.x}", "$!{x}",
    "#set",
    "#if(true)", "../admin", "//evil.example", "1?x=1&y=2", "a/b", "%2e%2e", "50%", "#fragment",
    "ä€😀",
    "e\u{301}", "\u{202e}abc", "null", "0", "-1", "true", "{}", "[]", "<b>&amp;</b>", "'; --",
    "+49 30 123",
    "a@b.example", "2026-02-29", "2026-11-29T10:00:00Z", String(repeating: "x", count: 5000),
  ]

  /// Returns a value that a schema takes; nil where chance finds none.
  mutating func value(for contract: ContractSchema) -> JSON? {
    for _ in 0..<(isPatient ? 200 : 5) {
      let value = value(contract.document, depth: 0)
      if contract.accepts(value) {
        isPatient = true
        return value
      }
    }
    isPatient = false
    return samples.filter(contract.accepts).randomElement(using: &random)
  }

  /// Returns an answer with one thing changed: a member gone, null, of another type, or too much.
  mutating func mutation(of answer: JSON) -> (answer: JSON, change: String)? {
    let places = Self.places(in: answer, at: .root)
    guard let place = places.randomElement(using: &random) else { return nil }
    var answer = answer
    switch Int.random(in: 0..<3, using: &random) {
    case 0:
      answer[place] = nil
      return (answer, "\(place) is missing")
    case 1:
      answer[place] = .null
      return (answer, "\(place) is null")
    default:
      let other: JSON = answer[place]?.string == nil ? "text" : 7
      answer[place] = other
      return (answer, "\(place) is \(other.text)")
    }
  }

  private static func places(in value: JSON, at place: JSONPointer) -> [JSONPointer] {
    let below = (value.object ?? [:]).flatMap { places(in: $0.value, at: place.appending($0.key)) }
    return place == .root ? below : [place] + below
  }

  private mutating func value(_ schema: JSON, depth: Int) -> JSON {
    if let values = schema["enum"]?.array, let value = values.randomElement(using: &random) {
      return value
    }
    for word in ["oneOf", "anyOf", "allOf"] {
      if let branch = schema[word]?.array?.randomElement(using: &random), schema["type"] == nil {
        return value(branch, depth: depth)
      }
    }
    let types = schema["type"]?.string.map { [$0] } ?? schema["type"]?.array?.compactMap(\.string)
    let type =
      types?.randomElement(using: &random)
      ?? (schema["properties"] == nil ? "string" : "object")
    switch type {
    case "object": return object(schema, depth)
    case "array": return array(schema, depth)
    case "boolean": return .bool(Bool.random(using: &random))
    case "null": return .null
    case "integer": return .number(JSONNumber(integer(schema)))
    case "number":
      return Bool.random(using: &random)
        ? .number(JSONNumber(integer(schema))) : (try? JSON.parse("\(integer(schema)).25")) ?? 0
    default: return .string(text(schema))
    }
  }

  private mutating func object(_ schema: JSON, _ depth: Int) -> JSON {
    let required = Set(schema["required"]?.array?.compactMap(\.string) ?? [])
    var object = JSONObject()
    for property in schema["properties"]?.object ?? [:] {
      let isWanted = required.contains(property.key) || Bool.random(using: &random)
      if isWanted, depth < 8 { object[property.key] = value(property.value, depth: depth + 1) }
    }
    for name in required where !object.contains(name) { object[name] = .string(text([:])) }
    return .object(object)
  }

  private mutating func array(_ schema: JSON, _ depth: Int) -> JSON {
    let least = schema["minItems"]?.int ?? 0
    let most = max(least, min(schema["maxItems"]?.int ?? least + 4, least + 4))
    guard least <= Self.longest else { return [] }
    let count = depth < 8 ? Int.random(in: least...most, using: &random) : least
    return .array((0..<count).map { _ in value(schema["items"] ?? [:], depth: depth + 1) })
  }

  private mutating func integer(_ schema: JSON) -> Int {
    let least = schema["minimum"]?.int, most = schema["maximum"]?.int
    let edges = [
      0, 1, -1, least, least.map { $0 + 1 }, most, most.map { $0 - 1 }, 1 << 31, -(1 << 53),
    ]
    let fitting = edges.compactMap { $0 }.filter { $0 >= least ?? $0 && $0 <= most ?? $0 }
    let low = least ?? min(most ?? -1000, -1000), high = max(most ?? 1000, low)
    return Int.random(in: 0..<3, using: &random) == 0
      ? Int.random(in: low...high, using: &random) : fitting.randomElement(using: &random) ?? low
  }

  private mutating func text(_ schema: JSON) -> String {
    var text = Self.texts.randomElement(using: &random) ?? ""
    let least = schema["minLength"]?.int ?? 0
    let most = schema["maxLength"]?.int ?? Int.max
    let length = text.unicodeScalars.count
    // What is longer takes a test's own input.
    if length < least, least <= Self.longest {
      text += String(repeating: "y", count: least - length)
    }
    if text.unicodeScalars.count > most {
      text = String(String.UnicodeScalarView(text.unicodeScalars.prefix(most)))
    }
    guard schema["pattern"] != nil else { return text }
    let known = samples.flatMap { ($0.object ?? [:]).compactMap(\.value.string) }
    return known.randomElement(using: &random) ?? text
  }
}

/// Numbers that look random and are the same for the same seed.
struct SeededRandom: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// Scrambles a counter, as SplitMix64 does.
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }
}
