/// The formats that can be asserted; any other is only a remark.
enum Format: String, Sendable {
  case dateTime = "date-time"
  case date
  case time
  case duration
  case email
  case hostname
  case ipv4
  case ipv6
  case uri
  case uriReference = "uri-reference"
  case uuid
  case jsonPointer = "json-pointer"
  case regex

  /// Returns whether a text has the format.
  func matches(_ text: String) -> Bool {
    var scanner = FormatScanner(text)
    return switch self {
    case .dateTime: scanner.dateTime() && scanner.isAtEnd
    case .date: scanner.date() && scanner.isAtEnd
    case .time: scanner.time() && scanner.isAtEnd
    case .duration: scanner.duration() && scanner.isAtEnd
    case .email: NetworkFormat.isEmail(text)
    case .hostname: NetworkFormat.isHostname(text[...])
    case .ipv4: NetworkFormat.isIPv4(text[...])
    case .ipv6: NetworkFormat.isIPv6(text[...])
    case .uri: URIFormat.isURI(text)
    case .uriReference: URIFormat.isReference(text)
    case .uuid: scanner.uuid() && scanner.isAtEnd
    case .jsonPointer: Self.isPointer(text)
    case .regex: (try? Pattern(text)) != nil
    }
  }

  private static func isPointer(_ text: String) -> Bool {
    guard text.isEmpty || text.hasPrefix("/") else { return false }
    return text.split(separator: "~", omittingEmptySubsequences: false).dropFirst()
      .allSatisfy { $0.hasPrefix("0") || $0.hasPrefix("1") }
  }

  /// What a person calls a text of the format.
  var noun: String {
    switch self {
    case .dateTime: "a date and time with its offset, such as 2024-05-01T12:00:00Z"
    case .date: "a date such as 2024-05-01"
    case .time: "a time with its offset, such as 12:00:00Z"
    case .duration: "a duration such as P1DT12H"
    case .email: "an e-mail address"
    case .hostname: "a host name"
    case .ipv4: "an IPv4 address"
    case .ipv6: "an IPv6 address"
    case .uri: "a URI with its scheme, such as https://example.com/"
    case .uriReference: "a URI or a relative reference"
    case .uuid: "a UUID"
    case .jsonPointer: "a JSON Pointer, empty or starting with /"
    case .regex: "a regular expression"
    }
  }
}
