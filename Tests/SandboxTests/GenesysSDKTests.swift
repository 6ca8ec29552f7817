import Foundation
import HTTP
import JSON
import Sandbox
import TestSupport
import Testing

/// The simulated org in front of the vendor's own client.
@Suite struct GenesysSDKTests {
  @Test func `the official client finds the org it knows`() async throws {
    let environment = ProcessInfo.processInfo.environment
    let isRequired = environment["GCSYNC_PEERS"] == "required"
    guard let python = environment["GCSYNC_PYTHON"] else {
      print("peer PureCloudPlatformClientV2: skipped, GCSYNC_PYTHON names no Python")
      #expect(!isRequired, "GCSYNC_PYTHON must name a Python with PureCloudPlatformClientV2")
      return
    }
    var options = SandboxOptions()
    options.seed = [
      "genesys": [
        "flows": [["id": "flow-1", "name": "Follow up", "type": "WORKFLOW"]],
        "evaluationForms": [["id": "form-1", "name": "Basics", "contextId": "c-1"]],
      ]
    ]
    // Once, in the middle of it all, the org asks for patience.
    options.faults = [
      [
        "match": ["method": "POST", "path": "/api/v2/teams", "nth": 1],
        "then": ["status": 429, "headers": ["Retry-After": "1"]],
      ]
    ]
    let sandbox = try await Sandbox.start(options, world: machineWorld)
    let bytes = await ProgramOutput.of(python, ["-B", Self.program, sandbox.genesysURL])
    let output = String(decoding: try #require(bytes), as: UTF8.self)
    if output.contains("No module named 'PureCloud"), !isRequired {
      print("peer PureCloudPlatformClientV2: skipped, \(python) has no such client")
      return
    }
    #expect(output.contains("genesys sdk ok"), "\(output)")
    let statuses = sandbox.requests.filter {
      $0["method"] == "POST" && $0["path"] == "/api/v2/teams"
    }.map { $0["status"] }
    #expect(statuses == [429, 200])
    try await sandbox.stop()
  }

  private static let program = Foundation.URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Peers/genesys_sdk").path
}
