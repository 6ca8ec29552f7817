/// One response of an IMAP server: its text, with what came as literals apart from it.
package struct IMAPResponse: Sendable, Hashable {
  /// The line, each literal in it left as its length in braces.
  package let text: String
  package let literals: [[UInt8]]

  package init(text: String, literals: [[UInt8]] = []) {
    (self.text, self.literals) = (text, literals)
  }
}

/// Puts responses together from bytes as they come.
package struct IMAPResponseReader {
  /// Why the server cannot be followed any further.
  package struct Fault: Error, Sendable, Hashable {
    package let message: String
  }

  private let limit: Int
  private var line: [UInt8] = []
  private var literals: [[UInt8]] = []
  /// How many bytes of the last literal are still to come.
  private var missing = 0

  /// Takes no line longer than 1 MiB and no response with literals beyond the limit.
  package init(limit: Int) { self.limit = limit }

  /// Takes bytes, and returns the responses that have ended with them.
  package mutating func feed(_ bytes: [UInt8]) throws(Fault) -> [IMAPResponse] {
    var responses: [IMAPResponse] = []
    var rest = bytes[...]
    while !rest.isEmpty {
      if missing > 0 {
        let part = rest.prefix(missing)
        literals[literals.count - 1] += part
        missing -= part.count
        rest = rest.dropFirst(part.count)
        continue
      }
      let part = rest.prefix { $0 != 10 }
      line += part
      guard line.count <= 1 << 20 else { throw Fault(message: "a line of more than 1 MiB") }
      rest = rest.dropFirst(part.count)
      guard !rest.isEmpty else { break }
      rest = rest.dropFirst()
      if let response = try endLine() { responses.append(response) }
    }
    return responses
  }

  /// Takes a line's end: of the response, or of its part before a literal.
  private mutating func endLine() throws(Fault) -> IMAPResponse? {
    if line.last == 13 { line.removeLast() }
    if let count = literalCount {
      let total = literals.reduce(count) { $0 + $1.count }
      guard total <= limit else { throw Fault(message: "a literal of \(count) bytes") }
      literals.append([])
      missing = count
      return nil
    }
    defer { (line, literals) = ([], []) }
    return IMAPResponse(text: String(decoding: line, as: UTF8.self), literals: literals)
  }

  /// The number in braces with which the line ends.
  private var literalCount: Int? {
    guard line.last == UInt8(ascii: "}"), let open = line.lastIndex(of: UInt8(ascii: "{")) else {
      return nil
    }
    let digits = line[(open + 1)..<(line.count - 1)]
    guard (1...10).contains(digits.count), digits.allSatisfy({ (48...57).contains($0) }) else {
      return nil
    }
    return Int(String(decoding: digits, as: UTF8.self))
  }
}
