import JSON

/// Makes values of all shapes from a seed, the same ones every time.
struct RandomJSON: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func value(depth: Int) -> JSON {
    switch Int.random(in: 0..<(depth > 0 ? 8 : 5), using: &self) {
    case 0: return .null
    case 1: return .bool(Bool.random(using: &self))
    case 2: return .number(number())
    case 3, 4: return .string(text())
    case 5:
      let count = Int.random(in: 0..<6, using: &self)
      return .array((0..<count).map { _ in value(depth: depth - 1) })
    default:
      let count = Int.random(in: 0..<24, using: &self)
      return .object(JSONObject((0..<count).map { _ in (text(), value(depth: depth - 1)) }))
    }
  }

  private mutating func number() -> JSONNumber {
    let whole = Int.random(in: -1_000_000...1_000_000, using: &self)
    let text = ["\(whole)", "\(whole).250", "\(whole)e-7", "\(whole)E+30", "\(next())", "-0"]
    return JSONNumber(validated: text.randomElement(using: &self) ?? "0")
  }

  private mutating func text() -> String {
    let pieces = [
      "a", "b", "Z", "0", "12", " ", "\n", "\t", ":", "#", "-", "'", "\"", "\\", "é", "😀", "\u{1}",
      "\u{2028}", "\u{FEFF}", "true", "null", "~", "/", "{", "]", "${x}", ",", "&", "*", "!", "\r",
      "\u{85}", "\u{7F}", "0x1F", "1e3", ".", "?", "|", ">", "%", "@", "`", "\u{E000}",
    ]
    let count = Int.random(in: 0..<5, using: &self)
    return (0..<count).map { _ in pieces.randomElement(using: &self) ?? "" }.joined()
  }
}
