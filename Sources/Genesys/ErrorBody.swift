internal import HTTP
internal import JSON

/// What the API says of a request it refuses.
struct ErrorBody {
  let message: String
  let code: String?
  /// What is wrong with single fields, as `field: message`.
  let details: [String]

  /// Reads an answer's body; nil where it is no ErrorBody.
  init?(_ response: HTTPResponse) {
    guard let body = try? JSON.parse(response.body, limits: JSON.Limits(bytes: 1 << 20)),
      let message = body["message"]?.string
    else { return nil }
    self.message = message
    code = body["code"]?.string
    details = ((body["details"]?.array ?? []) + (body["errors"]?.array ?? [])).compactMap { entry in
      let field =
        entry["field"]?.string ?? entry["fieldName"]?.string ?? entry["entityName"]?.string
      let text = entry["message"]?.string ?? entry["errorCode"]?.string ?? entry["code"]?.string
      switch (field, text) {
      case (let field?, let text?): return "\(field): \(text)"
      case (let field, let text): return text ?? field
      }
    }
  }

  /// The permissions a 403 names: `You are missing the following permission(s): a:b:c`.
  var missingPermissions: String? {
    guard let colon = message.range(of: "permission(s):")?.upperBound else { return nil }
    let names = message[colon...].drop { $0 == " " || $0 == "[" }.prefix { $0 != "]" }
    return names.isEmpty ? nil : String(names)
  }
}

extension String {
  fileprivate func range(of needle: String) -> Range<String.Index>? { firstRange(of: needle) }
}

extension HTTPResponse {
  /// Whether the answer is a page for people: from a proxy, a portal, another service.
  var isPage: Bool {
    if let type = headers["Content-Type"]?.lowercased(), type.hasPrefix("text/html") { return true }
    return body.first { ![9, 10, 13, 32].contains($0) } == UInt8(ascii: "<")
  }
}
