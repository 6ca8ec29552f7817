internal import JSON

/// A text with places for what an action is invoked with: `exports/${input.day}.csv`.
struct InputText: Sendable, Hashable {
  enum Part: Sendable, Hashable {
    case text(String)
    case input(InputPath)
  }

  let parts: [Part]

  /// Reads a text; nil where a `${` has no end or names no input.
  init?(_ text: String) {
    var parts: [Part] = []
    var rest = text[...]
    while let start = rest.firstRange(of: "${") {
      guard let end = rest[start.upperBound...].firstIndex(of: "}"),
        let path = InputPath(inside: rest[start.upperBound..<end])
      else { return nil }
      if start.lowerBound > rest.startIndex {
        parts.append(.text(String(rest[..<start.lowerBound])))
      }
      parts.append(.input(path))
      rest = rest[rest.index(after: end)...]
    }
    if !rest.isEmpty { parts.append(.text(String(rest))) }
    self.parts = parts
  }

  var inputs: [InputPath] {
    parts.compactMap { if case .input(let path) = $0 { path } else { nil } }
  }

  /// Returns the text for an invocation, each value put in by `fill`.
  func filled(
    for input: JSON, _ fill: (String, InputPath) throws(SourceFailure) -> String
  ) throws(SourceFailure) -> String {
    var result = ""
    for part in parts {
      switch part {
      case .text(let text): result += text
      case .input(let path): result += try fill(try path.text(in: input), path)
      }
    }
    return result
  }
}

extension InputPath {
  /// Returns the value as text; an object, an array and null have none.
  func text(in input: JSON) throws(SourceFailure) -> String {
    switch try value(in: input) {
    case .string(let text): return text
    case .number(let number): return number.text
    case .bool(let value): return value ? "true" : "false"
    case let value:
      throw SourceFailure(.input, "\(text) is \(value.typeName), where a text is needed")
    }
  }
}
