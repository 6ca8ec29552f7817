package import JSON

/// The key of an object with places for what an action is invoked with: `exports/${input.day}.csv`.
///
/// What is put in stays within its folder: it may be no empty text and hold neither a slash nor a control
/// character, so that whoever invokes the action chooses among the objects that were meant.
package struct KeyTemplate: Sendable, Hashable {
  private enum Part: Sendable, Hashable {
    case text(String)
    case input(InputPath)
  }

  private let parts: [Part]

  /// Reads a template; nil where a `${` has no end or names no input.
  package init?(_ text: String) {
    var parts: [Part] = []
    var rest = text[...]
    while let start = rest.firstRange(of: "${") {
      guard let end = rest[start.upperBound...].firstIndex(of: "}"),
        let path = InputPath(inside: rest[start.upperBound..<end])
      else { return nil }
      parts += [.text(String(rest[..<start.lowerBound])), .input(path)]
      rest = rest[rest.index(after: end)...]
    }
    self.parts = parts + [.text(String(rest))]
  }

  package var inputs: [InputPath] {
    parts.compactMap { if case .input(let path) = $0 { path } else { nil } }
  }

  /// Returns the key for an invocation.
  package func key(for input: JSON) throws(SourceFailure) -> String {
    var key = ""
    for part in parts {
      switch part {
      case .text(let text): key += text
      case .input(let path): key += try Self.segment(try path.value(in: input), path)
      }
    }
    guard (1...1024).contains(key.utf8.count) else {
      throw SourceFailure(.input, "the key has \(key.utf8.count) bytes; S3 has keys of 1 to 1024")
    }
    return key
  }

  private static func segment(_ value: JSON, _ path: InputPath) throws(SourceFailure) -> String {
    let text =
      switch value {
      case .string(let text): text
      case .number(let number): number.text
      case .bool(let value): value ? "true" : "false"
      case .null, .array, .object:
        throw SourceFailure(
          .input, "\(path.text) is \(value.typeName), where a part of a key is needed")
      }
    guard !text.isEmpty, text != ".", text != "..",
      text.unicodeScalars.allSatisfy({ $0 != "/" && $0.properties.generalCategory != .control })
    else {
      throw SourceFailure(
        .input,
        "\(path.text) is empty or holds a slash or a control character, which no part of "
          + "a key may")
    }
    return text
  }
}
