import Diagnostics

/// A text with marks such as 1️⃣ taken out, and the places where they stood.
struct MarkedText {
  let file: SourceFile
  /// The places as `line:column`, in the order of the marks' digits.
  let places: [String]

  init(_ text: String) {
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
    file = SourceFile(name: "m.yaml", text: plain)
    places = found.sorted { $0.0 < $1.0 }.map(\.1)
  }
}
