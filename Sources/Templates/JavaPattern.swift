/// A regular expression of Java's `Pattern`, as a program for a machine that backtracks.
struct JavaPattern {
  /// Why a text is no regular expression, or none that is taken here.
  struct Problem: Error {
    let message: String
    var isUnsupported = false
  }

  enum Instruction {
    case scalar(UInt32)
    case set(ScalarClass)
    /// Goes on at the first place, and at the second where that leads nowhere.
    case split(Int, Int)
    case jump(Int)
    /// Notes the position as the start or the end of a group.
    case save(Int)
    case assert(Assertion)
    case backReference(Int, ignoresCase: Bool)
    /// Runs what follows up to its `match`, and goes on at a place.
    case look(next: Int, isBehind: Bool, isNegated: Bool)
    /// Runs what follows up to its `match` with no way back into it, and goes on at a place.
    case atomic(next: Int)
    /// Notes where a turn of a loop starts.
    case mark(Int)
    /// Ends the loop after a turn that took nothing.
    case progress(Int, exit: Int)
    case match
  }

  enum Assertion {
    case textStart, textEnd, lineStart, lineEnd, lastLineEnd
    case boundary(Bool)
  }

  private(set) var program: [Instruction] = []
  /// How many groups there are, the whole match counted.
  let groups: Int
  let names: [String: Int]
  private(set) var marks = 0
  private var emitted = 0

  private static let maximumLength = 20_000

  init(_ source: String) throws(Problem) {
    var parser = JavaPatternParser(source)
    let node = try parser.pattern()
    groups = parser.groups
    names = parser.names
    try emit(node)
    program.append(.match)
  }

  private mutating func emit(_ node: JavaPatternNode) throws(Problem) {
    emitted += 1
    guard emitted < Self.maximumLength else {
      throw Problem(message: "the repetitions make it too long", isUnsupported: true)
    }
    switch node {
    case .scalar(let value): program.append(.scalar(value))
    case .set(let set): program.append(.set(set))
    case .assertion(let assertion): program.append(.assert(assertion))
    case .backReference(let group, let ignoresCase):
      program.append(.backReference(group, ignoresCase: ignoresCase))
    case .sequence(let nodes): for node in nodes { try emit(node) }
    case .group(let node, let number):
      program.append(.save(number * 2))
      try emit(node)
      program.append(.save(number * 2 + 1))
    case .alternatives(let nodes): try emit(alternatives: nodes)
    case .look(let node, let isBehind, let isNegated):
      let start = reserve()
      try emit(node)
      program.append(.match)
      program[start] = .look(next: program.count, isBehind: isBehind, isNegated: isNegated)
    case .atomic(let node):
      let start = reserve()
      try emit(node)
      program.append(.match)
      program[start] = .atomic(next: program.count)
    case .loop(let node, let minimum, let maximum, let isLazy):
      for _ in 0..<minimum { try emit(node) }
      if let maximum {
        try emit(node, upTo: maximum - minimum, isLazy)
      } else {
        try emit(endless: node, isLazy)
      }
    }
  }

  private mutating func reserve() -> Int {
    program.append(.match)
    return program.count - 1
  }

  private mutating func emit(alternatives nodes: [JavaPatternNode]) throws(Problem) {
    var jumps: [Int] = []
    for (index, node) in nodes.enumerated() {
      let isLast = index == nodes.count - 1
      let start = isLast ? nil : reserve()
      try emit(node)
      guard let start else { break }
      jumps.append(reserve())
      program[start] = .split(start + 1, program.count)
    }
    for jump in jumps { program[jump] = .jump(program.count) }
  }

  private mutating func emit(
    _ node: JavaPatternNode, upTo count: Int, _ isLazy: Bool
  ) throws(Problem) {
    var starts: [Int] = []
    for _ in 0..<count {
      starts.append(reserve())
      try emit(node)
    }
    for start in starts { program[start] = split(start + 1, program.count, isLazy) }
  }

  private mutating func emit(endless node: JavaPatternNode, _ isLazy: Bool) throws(Problem) {
    let mark = marks
    marks += 1
    let start = reserve()
    program.append(.mark(mark))
    try emit(node)
    let check = reserve()
    program.append(.jump(start))
    program[check] = .progress(mark, exit: program.count)
    program[start] = split(start + 1, program.count, isLazy)
  }

  private func split(_ body: Int, _ exit: Int, _ isLazy: Bool) -> Instruction {
    isLazy ? .split(exit, body) : .split(body, exit)
  }
}

/// A regular expression as it was understood.
indirect enum JavaPatternNode {
  case scalar(UInt32)
  case set(ScalarClass)
  case assertion(JavaPattern.Assertion)
  case backReference(Int, ignoresCase: Bool)
  case sequence([JavaPatternNode])
  case alternatives([JavaPatternNode])
  case group(JavaPatternNode, Int)
  case look(JavaPatternNode, isBehind: Bool, isNegated: Bool)
  case atomic(JavaPatternNode)
  case loop(JavaPatternNode, Int, Int?, isLazy: Bool)
}

/// A set of Unicode scalars.
indirect enum ScalarClass: Sendable {
  case range(UInt32, UInt32)
  case property(String)
  case union([ScalarClass])
  case intersection([ScalarClass])
  case not(ScalarClass)
  /// The set, with the other letter case of ASCII letters.
  case ignoringCase(ScalarClass)

  static var digit: ScalarClass { .range(48, 57) }
  static var word: ScalarClass {
    .union([.range(97, 122), .range(65, 90), digit, .range(95, 95)])
  }
  static var space: ScalarClass { .union([.range(9, 13), .range(32, 32)]) }
  static var lineEnd: ScalarClass {
    .union([.range(10, 10), .range(13, 13), .range(0x85, 0x85), .range(0x2028, 0x2029)])
  }

  func contains(_ value: UInt32) -> Bool {
    switch self {
    case .range(let low, let high): low <= value && value <= high
    case .union(let sets): sets.contains { $0.contains(value) }
    case .intersection(let sets): sets.allSatisfy { $0.contains(value) }
    case .not(let set): !set.contains(value)
    case .ignoringCase(let set):
      set.contains(value) || value.otherASCIICase.map { set.contains($0) } ?? false
    case .property(let name): Unicode.Scalar(value)?.has(property: name) ?? false
    }
  }
}

extension UInt32 {
  /// The same ASCII letter in the other case.
  var otherASCIICase: UInt32? {
    let folded = self | 0x20
    return folded >= 97 && folded <= 122 ? self ^ 0x20 : nil
  }
}
