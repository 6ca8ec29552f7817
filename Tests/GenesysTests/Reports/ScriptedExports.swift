import Foundation
import Genesys
import HTTP
import JSON
import Reconciler
import TestSupport
import Testing
import World

/// Exports over a scripted org and scripted places of files.
struct ScriptedExports {
  let org: ScriptedTransport
  let files: ScriptedTransport
  let virtual = VirtualWorld()
  let exports: ReportExports
  private let client: HTTPClient
  private let connection: GenesysConnection

  init(
    _ profile: Profile, _ org: ScriptedTransport,
    files: ScriptedTransport = ScriptedTransport([]), api: String = "https://api.mypurecloud.com",
    breaker: CircuitBreaker = CircuitBreaker(), budget: RateBudget? = nil
  ) throws {
    self.org = org
    self.files = files
    connection = try GenesysConnection(profile: profile, domain: nil, apiURL: api, loginURL: nil)
    let tokens = TokenManager(
      .fixed(Secret("the-token")), endpoint: connection.tokenURL, transport: org,
      world: virtual.world, allowedHosts: AllowedHosts())
    client = HTTPClient(
      transport: org, authorizer: BearerAuthorizer(tokens: tokens), world: virtual.world,
      allowedHosts: AllowedHosts(), budget: budget, breaker: breaker)
    exports = Self.exports(client, connection, files, virtual)
  }

  init(
    _ profile: Profile, _ answers: [ScriptedTransport.Answer],
    files: [ScriptedTransport.Answer] = [], api: String = "https://api.mypurecloud.com",
    breaker: CircuitBreaker = CircuitBreaker(), budget: RateBudget? = nil
  ) throws {
    try self.init(
      profile, ScriptedTransport(answers), files: ScriptedTransport(files), api: api,
      breaker: breaker, budget: budget)
  }

  /// Exports of another report through the same client.
  func another() -> ReportExports { Self.exports(client, connection, files, virtual) }

  private static func exports(
    _ client: HTTPClient, _ connection: GenesysConnection, _ files: ScriptedTransport,
    _ virtual: VirtualWorld
  ) -> ReportExports {
    ReportExports(
      client, connection: connection, downloads: files, world: virtual.world,
      allowedHosts: AllowedHosts(), redactor: Redactor([Secret("hunter2")]))
  }

  /// The lines of the requests to the org, their queries among them.
  var lines: [String] {
    org.requests.map { request in
      let query = request.url.queryText
      return "\(request.method.rawValue) \(request.url.path)" + (query.isEmpty ? "" : "?\(query)")
    }
  }

  static let guideReport: JSON = [
    "reportId": "sales/daily", "format": "CSV",
    "dateRange": ["type": "relative", "value": -1, "unit": "days"],
    "filters": [
      [
        "type": "AND", "expressionType": "CONDITION",
        "criteria": [
          [
            "type": "COLUMN_CONDITION", "columnId": "agentGroup.name", "operator": "EQ",
            "values": ["Sales Team A"],
          ]
        ],
      ]
    ],
  ]

  static let platformReport: JSON = [
    "viewType": "QUEUE_PERFORMANCE_SUMMARY_VIEW", "period": "PT30M", "csvDelimiter": "SEMICOLON",
    "filter": ["queueIds": ["q-1"]],
  ]

  static let interval = "2026-11-20T00:00:00.000Z/2026-11-21T00:00:00.000Z"

  static func request(
    _ profile: Profile, _ report: JSON? = nil
  ) throws -> ReportExportRequest {
    try ReportExportRequest(
      profile: profile, report: report ?? (profile == .guide ? guideReport : platformReport),
      name: "daily", interval: interval, timeZone: "Europe/Berlin")
  }
}

/// A JSON answer.
func answer(_ json: JSON, _ status: Int = 200) -> ScriptedTransport.Answer {
  .status(status, headers: ["ININ-Correlation-Id": "c-1"], body: json.text)
}

/// The failure that a piece of work ends with.
func exportFailure(_ work: () async throws -> Void) async -> ExportFailure? {
  do {
    try await work()
    return nil
  } catch {
    return error as? ExportFailure
  }
}

/// A folder that is removed with what is in it.
final class ScratchFolder: Sendable {
  let path: String

  init() throws {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { "\(path)/\(name)" }

  /// Who may do what with a file, as in `chmod`.
  func mode(of name: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: file(name))[.posixPermissions] as? Int
  }

  var names: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
  }
}
