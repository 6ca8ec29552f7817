/// Writes an XML document piece by piece, escaping what it must.
package struct XMLWriter: Sendable {
  private var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
  private var open: [String] = []

  package init() {}

  /// The document so far, every open element closed.
  package var bytes: [UInt8] {
    Array((text + open.reversed().map { "</\($0)>" }.joined()).utf8)
  }

  /// Writes an element around what the closure writes.
  package mutating func element(
    _ name: String, attributes: KeyValuePairs<String, String> = [:],
    _ content: (inout XMLWriter) -> Void
  ) {
    text += "<\(name)"
    for (name, value) in attributes {
      text += " \(name)=\""
      append(value, isAttribute: true)
      text += "\""
    }
    text += ">"
    open.append(name)
    content(&self)
    open.removeLast()
    text += "</\(name)>"
  }

  /// Writes an element that holds text alone.
  package mutating func element(_ name: String, _ value: String) {
    element(name) { $0.append(value, isAttribute: false) }
  }

  /// Appends text; a character XML 1.0 cannot hold becomes U+FFFD.
  private mutating func append(_ value: String, isAttribute: Bool) {
    for scalar in value.unicodeScalars {
      switch scalar {
      case "&": text += "&amp;"
      case "<": text += "&lt;"
      case ">": text += "&gt;"
      case "\"" where isAttribute: text += "&quot;"
      case "\n" where isAttribute: text += "&#10;"
      case "\t" where isAttribute: text += "&#9;"
      case "\r": text += "&#13;"
      case "\t", "\n": text.unicodeScalars.append(scalar)
      case "\u{0}"..."\u{1F}", "\u{FFFE}", "\u{FFFF}": text += "\u{FFFD}"
      default: text.unicodeScalars.append(scalar)
      }
    }
  }
}
