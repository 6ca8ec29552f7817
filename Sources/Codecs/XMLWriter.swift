/// Writes an XML document piece by piece, escaping what it must.
package struct XMLWriter: Sendable {
  private var document = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
  private var open: [String] = []

  package init() {}

  /// The document so far, every open element closed.
  package var bytes: [UInt8] {
    Array((document + open.reversed().map { "</\($0)>" }.joined()).utf8)
  }

  /// Writes an element around what the closure writes.
  package mutating func element(
    _ name: String, attributes: KeyValuePairs<String, String> = [:],
    _ content: (inout XMLWriter) -> Void
  ) {
    document += "<\(name)"
    for (name, value) in attributes {
      document += " \(name)=\""
      append(value, isAttribute: true)
      document += "\""
    }
    document += ">"
    open.append(name)
    content(&self)
    open.removeLast()
    document += "</\(name)>"
  }

  /// Writes an element that holds text alone.
  package mutating func element(_ name: String, _ value: String) {
    element(name) { $0.text(value) }
  }

  /// Writes text inside the element that is open.
  package mutating func text(_ value: String) {
    append(value, isAttribute: false)
  }

  /// Appends text; a character XML 1.0 cannot hold becomes U+FFFD.
  private mutating func append(_ value: String, isAttribute: Bool) {
    for scalar in value.unicodeScalars {
      switch scalar {
      case "&": document += "&amp;"
      case "<": document += "&lt;"
      case ">": document += "&gt;"
      case "\"" where isAttribute: document += "&quot;"
      case "\n" where isAttribute: document += "&#10;"
      case "\t" where isAttribute: document += "&#9;"
      case "\r": document += "&#13;"
      case "\t", "\n": document.unicodeScalars.append(scalar)
      case "\u{0}"..."\u{1F}", "\u{FFFE}", "\u{FFFF}": document += "\u{FFFD}"
      default: document.unicodeScalars.append(scalar)
      }
    }
  }
}
