import TestSupport

/// Writes templates nobody would write by hand.
struct RandomTemplate {
  private var generator: SeededGenerator
  private var depth = 0
  /// How many macros there are so far, over all templates, so that each has a name of its own.
  private var macros = 0
  private var firstMacro = 0

  init(seed: UInt64) {
    generator = SeededGenerator(seed: seed)
  }

  /// Returns the next template, and whether a character of it was put where it does not belong.
  mutating func next() -> (text: String, isBroken: Bool) {
    depth = 0
    firstMacro = macros + 1
    let text = block(1...7)
    return chance(3) ? (broken(text), true) : (text, false)
  }

  private mutating func chance(_ one: Int) -> Bool {
    Int.random(in: 0..<one, using: &generator) == 0
  }

  private mutating func one(of choices: [String]) -> String {
    choices.randomElement(using: &generator) ?? ""
  }

  private mutating func broken(_ text: String) -> String {
    var characters = Array(text)
    guard !characters.isEmpty else { return text }
    let place = characters.indices.randomElement(using: &generator) ?? 0
    switch Int.random(in: 0..<3, using: &generator) {
    case 0: characters.remove(at: place)
    case 1: characters.insert(Character(one(of: Self.signs)), at: place)
    default: characters.swapAt(place, characters.count - 1 - place)
    }
    return String(characters)
  }

  private static let signs = [
    "$", "#", "\\", "!", "{", "}", "(", ")", "\"", "'", ".", ",", " ", "\n", "a", "1", "-", "=",
  ]

  private mutating func block(_ count: ClosedRange<Int>) -> String {
    depth += 1
    defer { depth -= 1 }
    return (0..<Int.random(in: count, using: &generator)).map { _ in piece() }.joined()
  }

  private mutating func piece() -> String {
    switch Int.random(in: 0..<(depth > 3 ? 12 : 20), using: &generator) {
    case 0...3: return one(of: Self.texts)
    case 4...7: return reference()
    case 8: return one(of: ["\\", "\\\\", "\\\\\\"]) + reference()
    case 9: return one(of: ["", "\\", "\\\\"]) + one(of: Self.words)
    case 10: return one(of: ["## note\n", "#* a *#", "#[[ $a ]]#", "#** x *#", "  ", "\n"])
    case 11, 12, 13: return "#set(\(one(of: Self.targets)) = \(expression()))" + lineEnd()
    case 14, 15: return conditional()
    case 16, 17: return loop()
    case 18 where depth == 1:
      macros += 1
      return "#macro(\(macro) $p $q)" + lineEnd() + block(1...3) + "#end" + lineEnd()
    default: return "#\(macro)(\(value()) \(value()))" + lineEnd()
    }
  }

  private static let texts = [
    "x", " ", "\n", "  \n", "a b", "{\"k\":", "}", ",", ". ", "é", "1.5", "$ ", "# ", "\"", "'",
    "(",
    ")", "\t", ": ", "\r\n", "-", "mail@x.com ",
  ]
  private static let words = [
    "#if", "#end ", "#foo", "#set ", "#else", "#{if}", "#foreach ", "#foo($a)", "#1", "#{bar}",
  ]
  private static let targets = ["$x", "$y", "$x", "$m.k", "$l[0]", "$a", "$m[\"n\"]", "$o.p.z"]

  /// The macro defined last in this template, in a name that no slip turns into another.
  private var macro: String {
    macros < firstMacro ? "none" : "g\(String(repeating: "x\(macros)", count: 3))"
  }

  private mutating func lineEnd() -> String { one(of: ["", "", "\n", "  \n", " ", " x"]) }

  private mutating func conditional() -> String {
    var text = "#if(\(expression()))" + lineEnd() + block(1...3)
    if chance(3) { text += "#elseif(\(expression()))" + lineEnd() + block(1...2) }
    if chance(2) { text += one(of: ["#else", "#{else}"]) + lineEnd() + block(1...2) }
    return text + one(of: ["#end", "#{end}"]) + lineEnd()
  }

  private mutating func loop() -> String {
    let items = one(of: [
      "$l", "$m", "$m.entrySet()", "[1..3]", "[3..$a]", "$nope", "[\"p\",$s]", "$x",
    ])
    let tail = one(of: [
      "", "$foreach.index", "#if($foreach.hasNext),#end", "$velocityCount", "#break",
    ])
    return "#foreach($i in \(items))" + lineEnd() + block(0...2) + tail + "#end" + lineEnd()
  }

  private mutating func reference() -> String {
    let root = one(of: ["a", "s", "l", "m", "o", "nope", "x", "y", "i", "d", "t", "csv", "p", "q"])
    var path = root
    while chance(2), path.count < 40 { path += step() }
    switch Int.random(in: 0..<6, using: &generator) {
    case 0: return "${\(path)}"
    case 1: return "$!{\(path)}"
    case 2: return "$!\(path)"
    default: return "$\(path)"
    }
  }

  private mutating func step() -> String {
    switch Int.random(in: 0..<8, using: &generator) {
    case 0: return one(of: [".k", ".n", ".p", ".q", ".nope", ".empty", ".key", ".value"])
    case 1: return one(of: ["[0]", "[1]", "[\"k\"]", "[$a]", "[-1]"])
    case 2: return one(of: [".length()", ".size()", ".isEmpty()", ".toString()", ".trim()"])
    case 3: return ".get(\(value()))"
    case 4: return one(of: [".indexOf", ".contains", ".equals", ".concat"]) + "(\(value()))"
    case 5: return one(of: [".replace", ".replaceAll"]) + "(\"l\", \(text()))"
    case 6: return one(of: [".toUpperCase()", ".substring(1)", ".split(\",\")[0]", ".keySet()"])
    default: return ".put(\(text()), \(value()))"
    }
  }

  private mutating func text() -> String {
    one(of: [
      "\"x\"", "'y $a'", "\"$a\"", "\"p${s}q\"", "\"\"", "\"#if($t)v#end\"", "'l'", "\"a\"\"b\"",
    ])
  }

  private mutating func value() -> String {
    depth += 1
    defer { depth -= 1 }
    switch Int.random(in: 0..<(depth > 5 ? 6 : 8), using: &generator) {
    case 0, 1: return one(of: ["0", "1", "2", "-3", "1.5", "2147483647", "0.001", "5000000000"])
    case 2: return text()
    case 3: return one(of: ["true", "false"])
    case 4, 5: return reference()
    case 6: return "[\(value()), \(value())]"
    default: return "{\(text()): \(value()), \"n\" : \(value())}"
    }
  }

  private mutating func expression() -> String {
    depth += 1
    defer { depth -= 1 }
    guard depth < 6 else { return value() }
    switch Int.random(in: 0..<10, using: &generator) {
    case 0...3: return value()
    case 4: return one(of: ["!", "not ", "! "]) + reference()
    case 5: return "(\(expression()))"
    case 6, 7:
      return expression() + one(of: [" + ", " - ", " * ", " / ", " % ", "+", "*"]) + value()
    case 8:
      return expression() + one(of: [" == ", " != ", " < ", " >= ", " eq ", " gt "]) + value()
    default: return expression() + one(of: [" && ", " || ", " and ", " or "]) + expression()
    }
  }
}
