import Crypto
import HTTP
import JSON
import Server

/// A refusal of the token endpoint, which speaks OAuth and not the API's ErrorBody.
struct OAuthError: Error {
  let status: Int
  let error: String
  let description: String

  static let invalidClient = OAuthError(
    status: 401, error: "invalid_client", description: "client not found or not allowed")

  static func invalidRequest(_ description: String) -> OAuthError {
    OAuthError(status: 400, error: "invalid_request", description: description)
  }

  var response: ServerResponse {
    ServerResponse(
      status: status,
      json: [
        "error": .string(error), "description": .string(description),
        "error_description": .string(description),
      ])
  }
}

/// Who asks for a token, and with what.
struct ClientCredentials {
  let id: String
  let secret: String

  /// Reads them from the Authorization header or from the form, never from both.
  init(_ request: ServerRequest) throws(OAuthError) {
    guard request.method == "POST" else {
      throw OAuthError(status: 405, error: "invalid_request", description: "POST is expected")
    }
    let type = request.headers["Content-Type"]?.lowercased() ?? ""
    guard type.hasPrefix("application/x-www-form-urlencoded") else {
      throw .invalidRequest("the body must be application/x-www-form-urlencoded")
    }
    let form = FormText.items(String(decoding: request.body, as: UTF8.self))
    let value = { (name: String) in form.first { $0.name == name }?.value }
    guard let grant = value("grant_type") else { throw .invalidRequest("grant_type is missing") }
    guard grant == "client_credentials" else {
      throw OAuthError(
        status: 400, error: "unsupported_grant_type", description: "grant_type \(grant)")
    }
    let header = request.headers["Authorization"]
    if header != nil, value("client_secret") != nil {
      throw .invalidRequest("credentials are given twice, in the header and in the body")
    }
    let pair = header.map(Self.basic) ?? value("client_id").map { ($0, value("client_secret")) }
    guard let (id, secret) = pair, let secret, !id.isEmpty else { throw .invalidClient }
    (self.id, self.secret) = (id, secret)
  }

  private static func basic(_ header: String) -> (String, String?) {
    let words = header.split(separator: " ")
    guard words.count == 2, words[0].lowercased() == "basic",
      let bytes = Base64.standard.decode(String(words[1]))
    else { return ("", nil) }
    let parts = String(decoding: bytes, as: UTF8.self)
      .split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    return (parts[0], parts.count > 1 ? parts[1] : nil)
  }
}

extension Org {
  /// Returns the active OAuth client of the org that these are the credentials of.
  func oauthClient(_ credentials: ClientCredentials) -> JSON? {
    guard let position = position(of: "oauthClients"),
      let client = self[position][credentials.id]?.object,
      client["secret"]?.string == credentials.secret, client["state"] == "active"
    else { return nil }
    return client
  }

  /// Gives out a token that lives that long.
  mutating func issueToken(
    _ token: String, to client: String, lifetime: Duration, at instant: ContinuousClock.Instant
  ) -> ServerResponse {
    if tokens.count >= 10_000 { tokens = tokens.filter { $0.value.expires > instant } }
    tokens[token] = Token(client: client, expires: instant + lifetime)
    return ServerResponse(
      status: 200,
      json: [
        "access_token": .string(token), "token_type": "bearer",
        "expires_in": .number(.init(Int(lifetime.components.seconds))),
      ],
      headers: ["Cache-Control": "no-store"])
  }

  /// Returns the client a request's token was given to.
  func client(_ request: ServerRequest, at instant: ContinuousClock.Instant) throws(APIError)
    -> String
  {
    let words = (request.headers["Authorization"] ?? "").split(separator: " ")
    guard words.count == 2, words[0].lowercased() == "bearer" else { throw .unauthenticated }
    guard let token = tokens[String(words[1])], token.expires > instant else {
      throw .badCredentials
    }
    return token.client
  }
}
