package import Rendering

/// What came of asking for an access token, and of using it.
package struct TokenFinding: Sendable {
  package enum Outcome: Sendable {
    /// It comes from the environment and was not asked for.
    case given
    /// How long it is valid in seconds, and how often the endpoint said "too many" before.
    case granted(lifetime: Int, throttled: Int)
    /// What the endpoint answered, nil where it did not.
    case refused(status: Int?, String)
    /// There are no credentials, or no host to ask.
    case notAsked(String)
  }

  /// Who asked; nil for a token from outside.
  package var clientID: String?
  package var outcome: Outcome
  /// What the API answered to the first request with the token; nil where none was sent.
  package var firstStatus: Int?

  package init(clientID: String?, outcome: Outcome, firstStatus: Int? = nil) {
    self.clientID = clientID
    self.outcome = outcome
    self.firstStatus = firstStatus
  }

  package var isUsable: Bool {
    switch outcome {
    case .given, .granted: true
    case .refused, .notAsked: false
    }
  }

  private static let name = "token"
  private var client: String { clientID.map { "client \($0)" } ?? "the client" }

  package var row: Checkup.Row {
    if firstStatus == 401, isUsable {
      return Checkup.Row(
        Self.name, .failed, "the API refuses the token of \(client)",
        remedy: "check that the token, or the client and its secret, belong to this org's domain",
        failure: .refused)
    }
    switch outcome {
    case .given:
      return Checkup.Row(
        Self.name, .ok, "a token from the environment, which cannot be renewed")
    case .granted(let lifetime, let throttled): return granted(lifetime, throttled)
    case .refused(let status, let message): return refused(status, message)
    case .notAsked(let why): return Checkup.Row(Self.name, .unknown, "not asked for: \(why)")
    }
  }

  private func granted(_ lifetime: Int, _ throttled: Int) -> Checkup.Row {
    let found = "\(client) gets a token for \(lifetime) s"
    if throttled > 0 {
      return Checkup.Row(
        Self.name, .warning,
        "\(found), after the endpoint had said \(throttled) times that there were too many",
        remedy: Self.sharing)
    }
    guard lifetime > 0 else {
      return Checkup.Row(
        Self.name, .warning, "\(client) gets a token without a lifetime, so that it serves once",
        remedy: "set the client's accessTokenValiditySeconds")
    }
    return Checkup.Row(Self.name, .ok, found)
  }

  private func refused(_ status: Int?, _ message: String) -> Checkup.Row {
    switch status {
    case 429: return Checkup.Row(Self.name, .failed, message, remedy: Self.sharing)
    case nil, .some(500...), .some(200..<400): return Checkup.Row(Self.name, .failed, message)
    default:
      return Checkup.Row(
        Self.name, .failed, message,
        remedy: "check the client id, its secret and that both belong to this domain; the client "
          + "must be active and of the grant type client credentials",
        failure: .refused)
    }
  }

  private static let sharing =
    "wait a minute; jobs that run side by side can share a token in GENESYS_ACCESS_TOKEN"
}
