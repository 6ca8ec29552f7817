internal import Curl
internal import Diagnostics
internal import Genesys
internal import HTTP
internal import Manifests
internal import Rendering
internal import World

extension CheckupReading {
  static let login = "login host"
  static let api = "API host"

  /// What came of knocking at the hosts of an org.
  struct Hosts: Sendable {
    var findings: [HostFinding] = []
    /// Why nobody knows where to knock.
    var problem: Checkup.Row?
    var requests = 0

    var rows: [Checkup.Row] { findings.map(\.row) + [problem].compactMap(\.self) }
  }

  /// Sends each host one request without credentials; any answer will do.
  func hosts() async -> Hosts {
    do {
      let genesys = try Connection.hosts(session.environment.genesys, world)
      let transport = try GenesysProxy.transport(world) ?? Connection.transport(world)
      return await hosts(genesys, transport)
    } catch let failure as CommandFailure {
      return Hosts(problem: row(Self.api, failure.diagnostics, .invalid))
    } catch {
      return Hosts(
        problem: row(Self.api, (error as? DiagnosticsError)?.diagnostics ?? [], .invalid))
    }
  }

  private func hosts(_ genesys: GenesysConnection, _ transport: CurlTransport) async -> Hosts {
    let login = await knock(genesys.loginURL, transport)
    let isOne = genesys.apiURL.origin == genesys.loginURL.origin
    let api = isOne ? login : await knock(genesys.apiURL, transport)
    return Hosts(
      findings: [
        HostFinding(name: Self.login, origin: genesys.loginURL.origin, outcome: login),
        HostFinding(name: Self.api, origin: genesys.apiURL.origin, outcome: api),
      ], requests: isOne ? 1 : 2)
  }

  private func knock(_ url: URL, _ transport: CurlTransport) async -> HostFinding.Outcome {
    let allowed = AllowedHosts(further: world.environment(AllowedHosts.variable))
    if let objection = allowed.objection(to: url) { return .notAllowed(objection) }
    let request = HTTPRequest(.get, url, timeout: .seconds(10), responseLimit: 1 << 20)
    let start = world.instant()
    let before = world.now()
    do throws(TransportError) {
      let response = try await transport.send(request)
      let date = response.headers["Date"].flatMap(Timestamp.init(httpDate:))
      log(request, response.status, start)
      let here = before...max(before, world.now())
      return .answered(
        status: response.status, clock: ClockFinding(here: here, there: date))
    } catch {
      log(request, nil, start, failure: error.reason.rawValue)
      return .failed(error)
    }
  }

  private func log(
    _ request: HTTPRequest, _ status: Int?, _ start: ContinuousClock.Instant,
    failure: String? = nil
  ) {
    world.log.emit(
      .request(
        method: request.method.rawValue, path: request.template, status: status, attempt: 1,
        latency: start.duration(to: world.instant()), correlation: nil, failure: failure))
  }
}
