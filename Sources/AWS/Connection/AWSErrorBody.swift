internal import Codecs
internal import HTTP
internal import JSON

/// What a service says of an error, in whichever protocol it speaks.
struct AWSErrorBody {
  let code: String?
  let message: String?

  init(_ response: HTTPResponse) {
    let body = response.body
    let header = response.headers["x-amzn-ErrorType"]
    if body.first(where: { $0 > 32 }) == UInt8(ascii: "<") {
      let root = try? XMLElement.parse(body, limits: XMLLimits(bytes: 1 << 20))
      let error = root?["Error"] ?? root?["Errors"]?["Error"] ?? root
      code = Self.plain(error?["Code"]?.text ?? header)
      message = Self.line(error?["Message"]?.text)
    } else {
      let root = body.count > 1 << 20 ? nil : try? JSON.parse(body)
      code = Self.plain((root?["__type"] ?? root?["code"])?.string ?? header)
      message = Self.line((root?["message"] ?? root?["Message"])?.string)
    }
  }

  /// Returns a code without its namespace and the address behind it, where it is one.
  private static func plain(_ text: String?) -> String? {
    let name = text?.split(separator: ":").first?.split(separator: "#").last
      .map { $0.split(separator: ".").last ?? $0 }
    guard let name, name.utf8.count <= 100,
      name.utf8.allSatisfy({ (48...57).contains($0) || (97...122).contains($0 | 32) || $0 == 95 })
    else { return nil }
    return String(name)
  }

  /// Returns a message on one line, without control characters and not endless.
  private static func line(_ text: String?) -> String? {
    guard let text, !text.isEmpty else { return nil }
    let calm = text.unicodeScalars.prefix(1000).split {
      $0.properties.isWhitespace || $0.properties.generalCategory == .control
        || $0.properties.generalCategory == .format
    }
    .map { String($0) }.joined(separator: " ")
    return calm.count > 300 ? String(calm.prefix(300)) + "…" : calm
  }
}
