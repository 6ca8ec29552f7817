/// Runs an expression over a text, all ways at once, so that the time grows with the text alone.
struct IRegexpMatch {
  private let instructions: [IRegexp.Instruction]
  private let input: [Unicode.Scalar]
  /// How often an instruction was looked at.
  private(set) var visits = 0
  /// The character before which each instruction was reached last.
  private var reached: [Int]
  private var pending: [Int] = []

  init(of expression: IRegexp, in text: String) {
    instructions = expression.instructions
    input = Array(text.unicodeScalars)
    reached = Array(repeating: -1, count: instructions.count)
  }

  /// Returns whether the whole text is matched, or anything in it; false once the limit is passed.
  mutating func run(whole: Bool, limit: Int) -> Bool {
    var waiting: [Int] = []
    for position in 0...input.count {
      var ready: [Int] = []
      for instruction in waiting {
        visits += 1
        if instructions[instruction].takes(input[position - 1]) { ready.append(instruction + 1) }
      }
      if position == 0 || !whole { ready.append(0) }
      waiting.removeAll(keepingCapacity: true)
      for instruction in ready
      where follow(from: instruction, before: position, whole: whole, into: &waiting) {
        return true
      }
      if visits > limit || (waiting.isEmpty && whole) { return false }
    }
    return false
  }

  /// Goes on from an instruction to all that take a character; returns true at the end of a match.
  private mutating func follow(
    from first: Int, before position: Int, whole: Bool, into waiting: inout [Int]
  ) -> Bool {
    pending.append(first)
    while let next = pending.popLast() {
      guard reached[next] != position else { continue }
      reached[next] = position
      visits += 1
      switch instructions[next] {
      case .jump(let target): pending.append(target)
      case .split(let left, let right):
        pending.append(right)
        pending.append(left)
      case .start: if position == 0 { pending.append(next + 1) }
      case .end: if position == input.count { pending.append(next + 1) }
      case .match: if !whole || position == input.count { return true }
      case .scalar, .any, .set: waiting.append(next)
      }
    }
    return false
  }
}

extension IRegexp.Instruction {
  /// Returns whether it takes a character.
  fileprivate func takes(_ scalar: Unicode.Scalar) -> Bool {
    switch self {
    case .scalar(let wanted): wanted == scalar
    case .any: scalar != "\n" && scalar != "\r"
    case .set(let set): set.contains(scalar)
    case .start, .end, .split, .jump, .match: false
    }
  }
}
