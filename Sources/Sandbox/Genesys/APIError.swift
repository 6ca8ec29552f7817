import HTTP
import JSON
import Server

/// A refusal in the API's words, an ErrorBody.
struct APIError: Error {
  var status: Int
  var code: String
  var message: String
  var details: [Violation] = []
  var headers = HTTPHeaders()
  /// The members some codes add, such as `limit`.
  var more: JSONObject = [:]

  func response(correlation: String) -> ServerResponse {
    var body: JSONObject = [
      "message": .string(message), "code": .string(code), "status": .number(.init(status)),
      "messageParams": [:], "contextId": .string(correlation),
      "details": .array(details.map(\.json)), "errors": [],
    ]
    for member in more { body[member.key] = member.value }
    return ServerResponse(status: status, json: .object(body), headers: headers)
  }

  /// The same refusal with the member only the Platform API writes.
  var withTemplate: APIError {
    var error = self
    error.more["messageWithParams"] = .string(message)
    return error
  }

  static let unauthenticated = APIError(
    status: 401, code: "authentication.required",
    message: "No authentication bearer token specified in authorization header.")
  static let badCredentials = APIError(
    status: 401, code: "bad.credentials", message: "Invalid login credentials.")

  static func missing(permission: String) -> APIError {
    APIError(
      status: 403, code: "missing.permissions",
      message: "You are missing the following permission(s): \(permission)")
  }

  static func notFound(_ what: String) -> APIError {
    APIError(status: 404, code: "not.found", message: "\(what) was not found.")
  }

  static func methodNotAllowed(_ allowed: [String]) -> APIError {
    APIError(
      status: 405, code: "method.not.allowed", message: "The method is not allowed here.",
      headers: ["Allow": allowed.joined(separator: ", ")])
  }

  static func invalid(_ violations: [Violation], code: String = "bad.request") -> APIError {
    APIError(
      status: 400, code: code,
      message: violations.map(\.message).joined(separator: "; "), details: violations)
  }

  static func invalid(_ field: String, _ message: String, code: String = "invalid.value")
    -> APIError
  {
    .invalid([Violation(code: code, field: field, message: message)])
  }

  static func conflict(_ message: String) -> APIError {
    APIError(status: 409, code: "general.conflict", message: message)
  }

  static func tooMany(_ limit: RateLimit, key: String, retryAfter seconds: Int) -> APIError {
    let window = limit.window.components.seconds
    return APIError(
      status: 429, code: "too.many.requests",
      message:
        "Rate limit exceeded the maximum [\(limit.allowed)] requests within [\(window)] seconds",
      headers: ["Retry-After": String(seconds)],
      more: [
        "limit": [
          "key": .string(key), "namespace": "platform.api",
          "value": .number(.init(limit.allowed)),
        ]
      ])
  }
}
