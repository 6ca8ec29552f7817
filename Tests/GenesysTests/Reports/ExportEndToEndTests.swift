import Curl
import Genesys
import HTTP
import JSON
import Reconciler
import Sandbox
import TestSupport
import Testing
import World

/// Exports through real connections from the simulated org.
@Suite struct ExportEndToEndTests {
  /// A sandbox and exports of it.
  private struct Fixture {
    let sandbox: Sandbox
    let virtual = VirtualWorld()
    let exports: ReportExports
    let folder: ScratchFolder
    private let transport: CurlTransport

    init(_ profile: Profile, rule: JSON = [:], faults: JSON = []) async throws {
      var options = SandboxOptions()
      options.seed = ["genesys": ["exportRules": [rule]]]
      options.faults = faults
      sandbox = try await Sandbox.start(options, world: virtual.world)
      folder = try ScratchFolder()
      let connection = try GenesysConnection(
        profile: profile, domain: nil, apiURL: sandbox.genesysURL, loginURL: nil)
      var configuration = CurlConfiguration(userAgent: "gcsync/test")
      configuration.proxy = .direct
      transport = CurlTransport(configuration)
      let hosts = AllowedHosts()
      let tokens = TokenManager(
        .clientCredentials(id: Secret("id"), secret: Secret("secret")),
        endpoint: connection.tokenURL, transport: transport, world: virtual.world,
        allowedHosts: hosts)
      let client = HTTPClient(
        transport: transport, authorizer: BearerAuthorizer(tokens: tokens), world: virtual.world,
        allowedHosts: hosts, budget: RateBudget())
      exports = ReportExports(
        client, connection: connection, downloads: transport, world: virtual.world,
        allowedHosts: hosts)
    }

    /// Exports a report and fetches its file.
    func run(
      _ profile: Profile, mode: ExportWait.Mode = .wait(budget: .seconds(60))
    ) async throws -> (DownloadedExport, isPartial: Bool) {
      let id = try await exports.begin(ScriptedExports.request(profile))
      guard case .finished(let url, let isPartial) = try await exports.wait(for: id, mode: mode)
      else { throw ExportFailure(.timeout, "deferred") }
      return (try await exports.download(url, to: folder.file("out.csv")), isPartial)
    }

    func end() async throws {
      transport.close()
      try await sandbox.stop()
    }
  }

  @Test(arguments: Profile.allCases)
  func `a report becomes a file`(profile: Profile) async throws {
    let fixture = try await Fixture(profile)
    let (file, isPartial) = try await fixture.run(profile)
    #expect(!isPartial && file.contentType == "text/csv")
    #expect(
      file.name
        == (profile == .guide ? "sales/daily.csv" : "daily.csv").split(separator: "/").last.map(
          String.init))
    let text = String(decoding: try Files.read(file.path), as: UTF8.self)
    #expect(text.utf8.count == file.byteCount)
    #expect(text.hasPrefix("Interval Start") && text.contains("Cost €\r\n"))
    #expect(fixture.virtual.slept.prefix(3) == [.seconds(1), .seconds(2), .seconds(4)])
    #expect(fixture.folder.names == ["out.csv"])
    try await fixture.end()
  }

  @Test func `a large file goes to the disk piece by piece`() async throws {
    let fixture = try await Fixture(.platform, rule: ["rows": 20_000])
    let (file, _) = try await fixture.run(.platform)
    #expect(file.byteCount > 2_000_000)
    #expect(try Files.size(file.path) == file.byteCount)
    try await fixture.end()
  }

  @Test(
    arguments: [
      (.platform, ["outcome": "partial"], "partial"),
      (.guide, ["outcome": "stuck"], "export-timeout"),
      (.platform, ["outcome": "stuck"], "export-timeout"),
      (.guide, ["outcome": "failed"], "export-failed"),
      (.platform, ["outcome": "failed"], "export-failed"),
      (.platform, ["outcome": "cancelled"], "export-cancelled"),
      (.guide, ["outcome": "expired"], "export-expired"),
      (.guide, ["outcome": "unknown"], "export-status-unknown"),
      (.guide, ["nameless": true], "export-id-missing"),
      (.platform, ["nameless": true], "export-id-missing"),
      (.guide, ["download": "expired"], "export-url-expired"),
      (.platform, ["download": "expired"], "export-url-expired"),
      (.guide, ["download": "dropped"], "export-incomplete"),
    ] as [(Profile, JSON, String)])
  func `what goes wrong in the org has a name`(
    profile: Profile, rule: JSON, code: String
  ) async throws {
    let fixture = try await Fixture(profile, rule: rule)
    var found = ""
    let failure = await exportFailure {
      found = try await fixture.run(profile).isPartial ? "partial" : "whole"
    }
    #expect((failure?.code.rawValue ?? found) == code)
    try await fixture.end()
  }

  @Test func `an export whose answer was lost is made once`() async throws {
    let list: JSON = "/api/v2/analytics/reporting/exports"
    let fixture = try await Fixture(
      .platform,
      faults: [["match": ["method": "POST", "path": list, "nth": 1], "then": ["drop": "after"]]])
    _ = try await fixture.run(.platform)
    let exports = fixture.sandbox.objects["genesys"]?["reportingExports"]?.array
    #expect(exports?.count == 1)
    try await fixture.end()
  }

  @Test func `a quota is waited for`() async throws {
    let fixture = try await Fixture(
      .guide,
      faults: [
        [
          "match": ["method": "POST", "path": "/api/v2/reporting/*", "nth": 1],
          "then": ["status": 429, "headers": ["Retry-After": "3"]],
        ]
      ])
    _ = try await fixture.run(.guide)
    #expect(fixture.virtual.slept.first == .seconds(3))
    try await fixture.end()
  }

  @Test func `an export that is deferred is finished by a later run from its kept name`()
    async throws
  {
    let fixture = try await Fixture(.guide, rule: ["polls": 3])
    let id = try await fixture.exports.begin(ScriptedExports.request(.guide))
    #expect(
      try await fixture.exports.wait(for: id, mode: .deferred(polls: 2))
        == .deferred(percent: 33))
    let kept = try #require(ExportID(id.text))
    let outcome = try await fixture.exports.wait(for: kept, mode: .deferred(polls: 2))
    guard case .finished = outcome else {
      Issue.record("\(outcome)")
      return
    }
    try await fixture.end()
  }
}
