/// A regular expression as RFC 9485 defines it, compiled for a machine that never goes back.
///
/// Where the RFC's grammar reads `^` and `$` as plain characters and its mappings to other
/// languages as anchors, they are anchors, as they are everywhere.
package struct IRegexp: Sendable, Hashable {
  enum Instruction: Sendable, Hashable {
    case scalar(Unicode.Scalar)
    /// Any character but the ends of lines.
    case any
    case set(ScalarSet)
    case start
    case end
    /// Goes on at both places.
    case split(Int, Int)
    case jump(Int)
    case match
  }

  /// How long a compiled expression may be, so that no repetition of repetitions costs the memory.
  static let maximumLength = 20_000

  let instructions: [Instruction]

  /// Compiles an expression; nil where the text is none, or one far too large.
  package init?(_ text: String) {
    var parser = IRegexpParser(text)
    guard let tree = parser.expression() else { return nil }
    var compiler = IRegexpCompiler()
    guard compiler.add(tree), compiler.append(.match) else { return nil }
    instructions = compiler.instructions
  }

  /// Returns whether the whole text is matched, or anything in it.
  package func matches(_ text: String, whole: Bool) -> Bool {
    var match = IRegexpMatch(of: self, in: text)
    return match.run(whole: whole, limit: .max)
  }
}

/// What an expression is made of.
indirect enum IRegexpTree {
  case instruction(IRegexp.Instruction)
  case sequence([IRegexpTree])
  case choice([IRegexpTree])
  case repetition(IRegexpTree, least: Int, most: Int?)
}

/// Turns an expression into instructions.
struct IRegexpCompiler {
  private(set) var instructions: [IRegexp.Instruction] = []

  /// Adds an instruction, or returns false where there are too many.
  mutating func append(_ instruction: IRegexp.Instruction) -> Bool {
    instructions.append(instruction)
    return instructions.count <= IRegexp.maximumLength
  }

  /// Adds a part of the expression, or returns false where it is too large.
  mutating func add(_ tree: IRegexpTree) -> Bool {
    switch tree {
    case .instruction(let instruction): return append(instruction)
    case .sequence(let trees):
      for tree in trees where !add(tree) { return false }
      return true
    case .choice(let trees): return addChoice(trees)
    case .repetition(let tree, let least, let most):
      for _ in 0..<least where !add(tree) { return false }
      guard let most else {
        let split = instructions.count
        guard append(.jump(0)), add(tree), append(.jump(split)) else { return false }
        instructions[split] = .split(split + 1, instructions.count)
        return true
      }
      var splits: [Int] = []
      for _ in least..<most {
        splits.append(instructions.count)
        guard append(.jump(0)), add(tree) else { return false }
      }
      for split in splits { instructions[split] = .split(split + 1, instructions.count) }
      return true
    }
  }

  private mutating func addChoice(_ trees: [IRegexpTree]) -> Bool {
    var jumps: [Int] = []
    for tree in trees.dropLast() {
      let split = instructions.count
      guard append(.jump(0)), add(tree), append(.jump(0)) else { return false }
      jumps.append(instructions.count - 1)
      instructions[split] = .split(split + 1, instructions.count)
    }
    if let last = trees.last, !add(last) { return false }
    for jump in jumps { instructions[jump] = .jump(instructions.count) }
    return true
  }
}
