import JSON

/// `$esc`: the EscapeTool of Velocity Tools 2.0, and what Genesys Cloud adds to it.
enum EscapeTool {
  /// What `$esc.name` yields.
  static let characters = [
    "d": "$", "dollar": "$", "h": "#", "hash": "#", "q": "\"", "quote": "\"", "s": "'",
    "singleQuote": "'", "b": "\\", "backslash": "\\", "n": "\n", "newline": "\n", "e": "!",
    "exclamation": "!",
  ]

  static func call(_ call: MethodCall) throws(TemplateFailure) -> TemplateValue {
    guard call.count == 1, !call.arguments[0].isNull, let escape = escapes[call.name] else {
      if call.count == 0, let text = getters[call.name] { return .string(text) }
      return .null
    }
    let text = try call.text(0)
    try call.renderer.spend(text.utf8.count / 16, at: call.offset)
    guard let result = escape(text) else {
      throw call.failure(
        "\(call.name)() cannot read the text",
        "give jsonDecode() what jsonEncode() has written, and unicode() a code in hexadecimal")
    }
    guard result.utf8.count <= call.renderer.limits.outputBytes else {
      throw call.renderer.tooLong(at: call.offset)
    }
    return .string(result)
  }

  private static let escapes: [String: @Sendable (String) -> String?] = [
    "jsonString": jsonString, "jsonEncode": jsonString, "jsonDecode": jsonDecoded,
    "url": urlForm, "urlFormEncode": urlForm, "uriEncode": uri,
    "html": html, "xml": xml, "java": java, "javascript": javascript, "velocity": velocity,
    "sql": { $0.replacingScalars { $0 == "'" ? "''" : nil } },
    "unicode": { text in UInt16(text, radix: 16).map { String(decoding: [$0], as: UTF16.self) } },
  ]

  private static let getters = [
    "getDollar": "$", "getD": "$", "getHash": "#", "getH": "#", "getQuote": "\"", "getQ": "\"",
    "getSingleQuote": "'", "getS": "'", "getBackslash": "\\", "getB": "\\", "getNewline": "\n",
    "getN": "\n", "getExclamation": "!", "getE": "!",
  ]

  /// What stands between the quotes of a JSON string of the text.
  static func jsonString(_ text: String) -> String? {
    String(decoding: JSON.string(text).bytes.dropFirst().dropLast(), as: UTF8.self)
  }

  private static func jsonDecoded(_ text: String) -> String? {
    (try? JSON.parse("\"\(text)\""))?.string
  }

  /// As HTML forms write a value: a space is `+`.
  private static func urlForm(_ text: String) -> String? {
    percentEncoded(text) { byte in
      byte.isLetter || byte.isDigit || "-_.*".utf8.contains(byte) ? nil : byte == 32 ? "+" : ""
    }
  }

  /// As RFC 3986 writes a value: a space is `%20`, and only what it calls unreserved stays.
  private static func uri(_ text: String) -> String? {
    percentEncoded(text) { byte in
      byte.isLetter || byte.isDigit || "-_.~".utf8.contains(byte) ? nil : ""
    }
  }

  /// Writes every byte as it is (nil), as another text, or with a percent sign (empty).
  private static func percentEncoded(_ text: String, _ other: (UInt8) -> String?) -> String {
    var result: [UInt8] = []
    let digits = Array("0123456789ABCDEF".utf8)
    for byte in text.utf8 {
      guard let replacement = other(byte) else {
        result.append(byte)
        continue
      }
      if replacement.isEmpty {
        result += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      } else {
        result += replacement.utf8
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static func velocity(_ text: String) -> String? {
    text.replacingScalars { $0 == "$" ? "${esc.d}" : $0 == "#" ? "${esc.h}" : nil }
  }

  private static func xml(_ text: String) -> String? {
    text.replacingScalars { scalar in
      switch scalar {
      case "&": "&amp;"
      case "<": "&lt;"
      case ">": "&gt;"
      case "\"": "&quot;"
      case "'": "&apos;"
      default: scalar.value > 0x7F ? "&#\(scalar.value);" : nil
      }
    }
  }

  private static func html(_ text: String) -> String? {
    text.replacingScalars { scalar in
      if let name = HTMLEntities.names[scalar.value] { return "&\(name);" }
      return scalar.value > 0x7F ? "&#\(scalar.value);" : nil
    }
  }

  private static func java(_ text: String) -> String? {
    text.replacingScalars { escaped($0, isJavaScript: false) }
  }

  private static func javascript(_ text: String) -> String? {
    text.replacingScalars { escaped($0, isJavaScript: true) }
  }

  private static func escaped(_ scalar: Unicode.Scalar, isJavaScript: Bool) -> String? {
    switch scalar {
    case "\u{8}": return "\\b"
    case "\n": return "\\n"
    case "\t": return "\\t"
    case "\u{C}": return "\\f"
    case "\r": return "\\r"
    case "\"": return "\\\""
    case "\\": return "\\\\"
    case "'", "/": return isJavaScript ? "\\\(scalar)" : nil
    case " "..."~", "\u{7F}": return nil
    default: return String(scalar).utf16.map { unicode($0) }.joined()
    }
  }

  private static func unicode(_ unit: UInt16) -> String {
    let digits = String(unit, radix: 16, uppercase: true)
    return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
  }
}

extension String {
  /// Returns the text with other texts in place of some scalars.
  fileprivate func replacingScalars(_ other: (Unicode.Scalar) -> String?) -> String {
    var result = ""
    for scalar in unicodeScalars {
      if let text = other(scalar) {
        result += text
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
