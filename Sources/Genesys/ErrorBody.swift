internal import HTTP
internal import JSON

/// What the API says of a request it refuses.
struct ErrorBody {
  /// What is wrong, in a sentence; nil where the answer has a code alone.
  let message: String?
  let code: String?
  /// The id under which the service knows the request, as the body repeats it.
  let contextID: String?
  /// What is wrong with single fields, as `field: message`.
  let details: [String]

  /// Reads an answer's body; nil where it is no ErrorBody.
  init?(_ response: HTTPResponse) {
    guard let body = try? JSON.parse(response.body, limits: JSON.Limits(bytes: 1 << 20)) else {
      return nil
    }
    message = Self.message(of: body)
    code = Self.text("code", of: body)
    guard message != nil || code != nil else { return nil }
    contextID = Self.text("contextId", of: body)
    details = ((body["details"]?.array ?? []) + (body["errors"]?.array ?? []))
      .compactMap(Self.detail)
  }

  /// The message and the code behind it.
  var said: String {
    [message, code.map { "(\($0))" }].compactMap(\.self).joined(separator: " ")
  }

  /// The permissions a 403 names: `You are missing the following permission(s): a:b:c`.
  var missingPermissions: String? {
    guard let message, let colon = message.firstRange(of: "permission(s):")?.upperBound else {
      return nil
    }
    let names = message[colon...].drop { $0 == " " || $0 == "[" }.prefix { $0 != "]" }
    return names.isEmpty ? nil : String(names)
  }

  /// The text of a member, where it has one.
  private static func text(_ name: String, of body: JSON) -> String? {
    body[name]?.string.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The sentence, and only without one its template.
  private static func message(of body: JSON) -> String? {
    text("message", of: body) ?? text("messageWithParams", of: body)
  }

  private static func detail(_ entry: JSON) -> String? {
    let names = ["field", "fieldName", "entityName", "entityId"]
    let field = names.lazy.compactMap { text($0, of: entry) }.first
    let words = message(of: entry) ?? text("errorCode", of: entry) ?? text("code", of: entry)
    switch (field, words) {
    case (let field?, let words?): return "\(field): \(words)"
    case (let field, let words): return words ?? field
    }
  }
}

extension HTTPResponse {
  /// Whether the answer is a page for people: from a proxy, a portal, another service.
  var isPage: Bool {
    if let type = headers["Content-Type"]?.lowercased(), type.hasPrefix("text/html") { return true }
    return body.first { ![9, 10, 13, 32].contains($0) } == UInt8(ascii: "<")
  }

  /// The id under which the service knows a request it refused, from the header or the body.
  var refusalID: String? { correlation ?? ErrorBody(self)?.contextID }
}
