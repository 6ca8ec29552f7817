package import JSON

/// The key of an object with places for what an action is invoked with: `exports/${input.day}.csv`.
///
/// What is put in stays within its folder: it may be no empty text and hold neither a slash nor a control
/// character, so that whoever invokes the action chooses among the objects that were meant.
package struct KeyTemplate: Sendable, Hashable {
  private let text: InputText

  /// Reads a template; nil where a `${` has no end or names no input.
  package init?(_ text: String) {
    guard let text = InputText(text) else { return nil }
    self.text = text
  }

  package var inputs: [InputPath] { text.inputs }

  /// Returns the key for an invocation.
  package func key(for input: JSON) throws(SourceFailure) -> String {
    let key = try text.filled(for: input, Self.segment)
    guard (1...1024).contains(key.utf8.count) else {
      throw SourceFailure(.input, "the key has \(key.utf8.count) bytes; S3 has keys of 1 to 1024")
    }
    return key
  }

  private static func segment(
    _ text: String, _ path: InputPath
  ) throws(SourceFailure) -> String {
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
