package import Diagnostics

/// A text with marks such as 1️⃣ taken out, and the places where they stood.
package struct MarkedText {
  package let file: SourceFile
  /// The places as `line:column`, in the order of the marks' digits.
  package let places: [String]

  /// Takes the marks out of a text, which stands in a file of that name.
  package init(_ text: String, name: String = "m.yaml") {
    var plain = ""
    var found: [(Character, String)] = []
    var (line, column) = (1, 1)
    for character in text {
      if character.unicodeScalars.contains("\u{20E3}") {
        found.append((character, "\(line):\(column)"))
        continue
      }
      plain.append(character)
      (line, column) =
        character.isNewline ? (line + 1, 1) : (line, column + character.unicodeScalars.count)
    }
    file = SourceFile(name: name, text: plain)
    places = found.sorted { $0.0 < $1.0 }.map(\.1)
  }
}
