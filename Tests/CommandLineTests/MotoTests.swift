import CommandLine
import JSON
import Sandbox
import TestSupport
import Testing
import World

/// A whole project against an S3 nobody here wrote.
@Suite struct MotoTests {
  @Test func `a project with its state on moto is applied, resumed and checked`() async throws {
    guard let moto = await Moto.start() else {
      #expect(!Moto.isRequired, "moto is required, see scripts/peers.txt")
      return
    }
    #expect(await moto.makeBucket("recordings", encryption: "AES256"))
    #expect(await moto.makeBucket("gcsync-state"))
    let project = try await TestProject()
    try project.configure("state: s3://gcsync-state/team")
    let text = String(decoding: try Files.read(project.path("gcsync.yaml")), as: UTF8.self)
    try project.write(text.replacing(project.sandbox.s3URL, with: moto.url), to: "gcsync.yaml")
    let refusal: JSON = [
      "match": ["method": "PUT", "path": "/api/v2/recording/policies/*"],
      "then": ["status": 400, "body": "{}"],
    ]
    try project.sandbox.setFaults(["faults": [refusal]])
    #expect(await project.run("apply", "--yes").code == .partial)
    try project.sandbox.setFaults(["faults": []])
    let runs = await project.run("history", "--output", "json").json["runs"]?.array
    #expect(runs?.map { $0["state"] } == ["failed"])
    let run = try #require(runs?.first?["id"]?.string)
    #expect(await project.run("apply", "--resume", run).code == .done)
    #expect(await project.run("plan").code == .done)
    #expect(await project.run("audit", "verify").out.contains("2"))
    #expect(await project.run("undo", run).code == .changes)
    try await project.end()
    withExtendedLifetime(moto) {}
  }
}
