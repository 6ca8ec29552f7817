internal import Diagnostics
internal import Genesys
internal import HTTP
internal import Manifests
internal import Reconciler
internal import Rendering
internal import World

extension CheckupReading {
  /// What came of going to the org.
  struct Access: Sendable {
    let rows: [Checkup.Row]
    let permissions: PermissionFinding
    /// Nil where credentials, or the place to send them to, are missing.
    let connection: Connection?
    let requests: Int
  }

  /// Goes as far towards the org as it gets: hosts, token, rate limit, permissions.
  func access(_ needs: [PermissionNeed]) async -> Access {
    let (connection, credentials) = await connect()
    let hosts = await hosts()
    let answered = hosts.findings.filter(\.isReachable).map(\.name)
    var token = await self.token(connection, hasHost: answered.contains(Self.login))
    var trial = Trial()
    if token.isUsable, answered.contains(Self.api), let connection {
      trial = await self.trial(connection, needs)
    }
    token.firstStatus = trial.firstStatus
    let permissions = PermissionFinding(
      needs: needs, evidence: trial.evidence, profile: session.environment.genesys.profile)
    let now = world.now()
    let clock =
      hosts.findings.compactMap(\.clock).last ?? ClockFinding(here: now...now, there: nil)
    let sent = await connection?.requestCounts()["genesys"] ?? 0
    return Access(
      rows: [credentials] + hosts.rows
        + [token.row, clock.row, trial.rate.row, permissions.row],
      permissions: permissions, connection: connection, requests: hosts.requests + sent)
  }

  /// Gets together what it takes to ask, and says whether it is there.
  private func connect() async -> (Connection?, Checkup.Row) {
    let name = "credentials"
    do {
      let connection = try await Connection(session)
      let found =
        connection.clientID == nil
        ? "an access token is there" : "a client id and its secret are there"
      return (connection, Checkup.Row(name, .ok, found))
    } catch let failure as CommandFailure {
      let isRefused = failure.code == .authentication
      return (nil, row(name, failure.diagnostics, isRefused ? .refused : .invalid))
    } catch {
      return (nil, row(name, (error as? DiagnosticsError)?.diagnostics ?? [], .invalid))
    }
  }

  func row(
    _ name: String, _ problems: [Diagnostic], _ failure: Checkup.Failure
  ) -> Checkup.Row {
    guard let first = problems.first else {
      return Checkup.Row(name, .failed, "no reason is known", failure: failure)
    }
    return Checkup.Row(name, first, failure: failure)
  }

  private func token(_ connection: Connection?, hasHost: Bool) async -> TokenFinding {
    guard let connection else {
      return TokenFinding(clientID: nil, outcome: .notAsked("there is nothing to ask with"))
    }
    guard let clientID = connection.clientID?.reveal({ $0 }) else {
      return TokenFinding(clientID: nil, outcome: .given)
    }
    guard hasHost else {
      return TokenFinding(clientID: clientID, outcome: .notAsked("the login host is not there"))
    }
    do throws(AuthenticationError) {
      _ = try await connection.tokens.token()
    } catch {
      return TokenFinding(
        clientID: clientID, outcome: .refused(status: error.status, error.message))
    }
    return TokenFinding(
      clientID: clientID,
      outcome: .granted(
        lifetime: await connection.tokens.lifetime ?? 0,
        throttled: await connection.tokens.throttled))
  }
}
