/// Runs a regular expression over a text, with its own stack and a bound on its steps.
struct JavaMatcher {
  /// How many ways back may be kept, whatever the steps allow.
  private static let maximumStack = 500_000

  let pattern: JavaPattern
  let text: [Unicode.Scalar]
  private let allowed: Int
  private(set) var taken = 0

  init(_ pattern: JavaPattern, on text: String, allowed: Int) {
    self.pattern = pattern
    self.text = Array(text.unicodeScalars)
    self.allowed = allowed
  }

  /// Whether the steps were not enough; then nothing it said counts.
  var isTooLong: Bool { taken > allowed }

  struct Match {
    let start: Int
    let end: Int
    fileprivate let saves: [Int]

    /// Where the next search starts.
    var next: Int { end > start ? end : end + 1 }

    /// What a group took, 0 for the whole.
    func group(_ number: Int) -> Range<Int>? {
      if number == 0 { return start..<end }
      let (start, end) = (saves[number * 2], saves[number * 2 + 1])
      return start >= 0 && end >= start ? start..<end : nil
    }
  }

  func text(_ range: Range<Int>) -> String {
    var result = String.UnicodeScalarView()
    result.append(contentsOf: text[range])
    return String(result)
  }

  mutating func matchesWhole() -> Bool {
    run(0, at: 0, State(pattern), mustEnd: text.count) != nil
  }

  /// Returns the first match that starts at a position or after it.
  mutating func find(from start: Int) -> Match? {
    var position = start
    while position <= text.count, !isTooLong {
      if let (end, state) = run(0, at: position, State(pattern), mustEnd: nil) {
        return Match(start: position, end: end, saves: state.saves)
      }
      position += 1
    }
    return nil
  }

  private struct State {
    var saves: [Int]
    var marks: [Int]

    init(_ pattern: JavaPattern) {
      saves = [Int](repeating: -1, count: pattern.groups * 2)
      marks = [Int](repeating: -1, count: pattern.marks)
    }
  }

  /// Runs from an instruction to the `match` that belongs to it.
  private mutating func run(
    _ start: Int, at position: Int, _ state: State, mustEnd: Int?
  ) -> (Int, State)? {
    var stack: [(Int, Int, State)] = [(start, position, state)]
    while var (pc, position, state) = stack.popLast() {
      running: while true {
        taken += 1
        if isTooLong { return nil }
        switch pattern.program[pc] {
        case .scalar(let value):
          guard position < text.count, text[position].value == value else { break running }
          position += 1
        case .set(let set):
          guard position < text.count, set.contains(text[position].value) else { break running }
          position += 1
        case .split(let first, let second):
          stack.append((second, position, state))
          if stack.count > Self.maximumStack { taken = allowed + 1 }
          pc = first
          continue
        case .jump(let target):
          pc = target
          continue
        case .save(let slot): state.saves[slot] = position
        case .assert(let assertion):
          guard holds(assertion, at: position) else { break running }
        case .backReference(let group, let ignoresCase):
          guard let end = repeated(group, state, at: position, ignoresCase) else { break running }
          position = end
        case .look(let next, let isBehind, let isNegated):
          let found = look(pc + 1, at: position, state, isBehind: isBehind)
          guard (found == nil) == isNegated else { break running }
          if let found { state = found }
          pc = next
          continue
        case .atomic(let next):
          guard let (end, inner) = run(pc + 1, at: position, state, mustEnd: nil) else {
            break running
          }
          (position, state, pc) = (end, inner, next)
          continue
        case .mark(let slot): state.marks[slot] = position
        case .progress(let slot, let exit):
          if state.marks[slot] == position {
            pc = exit
            continue
          }
        case .match:
          if mustEnd ?? position == position { return (position, state) }
          break running
        }
        pc += 1
      }
    }
    return nil
  }

  private mutating func look(
    _ pc: Int, at position: Int, _ state: State, isBehind: Bool
  ) -> State? {
    guard isBehind else { return run(pc, at: position, state, mustEnd: nil)?.1 }
    for start in stride(from: position, through: 0, by: -1) {
      if let (_, found) = run(pc, at: start, state, mustEnd: position) { return found }
    }
    return nil
  }

  private func repeated(
    _ group: Int, _ state: State, at position: Int, _ ignoresCase: Bool
  ) -> Int? {
    guard group < pattern.groups else { return nil }
    let (start, end) = (state.saves[group * 2], state.saves[group * 2 + 1])
    guard start >= 0, end >= start, position + end - start <= text.count else { return nil }
    for index in 0..<(end - start) {
      let (left, right) = (text[start + index].value, text[position + index].value)
      guard left == right || ignoresCase && left.otherASCIICase == right else { return nil }
    }
    return position + end - start
  }

  private func holds(_ assertion: JavaPattern.Assertion, at position: Int) -> Bool {
    let isEnd = { (index: Int) in ScalarClass.lineEnd.contains(text[index].value) }
    switch assertion {
    case .textStart: return position == 0
    case .textEnd: return position == text.count
    case .lineStart:
      return position == 0
        || position < text.count && isEnd(position - 1)
          && !(text[position - 1] == "\r" && text[position] == "\n")
    case .lineEnd:
      return position == text.count
        || isEnd(position)
          && !(text[position] == "\n" && position > 0 && text[position - 1] == "\r")
    case .lastLineEnd:
      if position == text.count { return true }
      guard isEnd(position) else { return false }
      if text[position] == "\n", position > 0, text[position - 1] == "\r" { return false }
      return position + 1 == text.count
        || text[position] == "\r" && text[position + 1] == "\n" && position + 2 == text.count
    case .boundary(let isThere):
      let isWord = { (index: Int) in
        guard text.indices.contains(index) else { return false }
        let scalar = text[index]
        return scalar == "_" || scalar.properties.isAlphabetic
          || scalar.properties.generalCategory == .decimalNumber
      }
      return (isWord(position - 1) != isWord(position)) == isThere
    }
  }
}
