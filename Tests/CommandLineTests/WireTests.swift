import CommandLine
import JSON
import Sandbox
import Testing

@Suite struct WireTests {
  @Test func `the wire bodies are the guide's`() async throws {
    let project = try await TestProject()
    _ = await project.run("apply", "--yes")
    let target = try #require(project.id(of: "StorageTarget/archive"))
    let stored = project.sandbox.stored("/api/v2/recording/storage/targets", target)
    #expect(
      stored?.only("name", "type", "retentionPeriodDays", "enabled", "configuration") == [
        "name": "archive", "type": "aws-s3", "retentionPeriodDays": 365, "enabled": true,
        "configuration": [
          "bucket": "recordings", "region": "us-east-1", "accessKeyId": "AKIACANARY",
          "secretAccessKey": "canary-key-71ab", "serverSideEncryption": "AES256", "pathPrefix": "",
        ],
      ])
    let policy = project.sandbox.stored(
      "/api/v2/recording/policies", try #require(project.id(of: "RecordingPolicy/voice")))
    #expect(
      policy?.only(
        "name", "description", "recordingTypes", "storageTargetId", "retentionPeriodDays", "enabled"
      )
        == [
          "name": "voice", "description": "", "recordingTypes": ["chat", "voice"],
          "storageTargetId": .string(target), "retentionPeriodDays": 30, "enabled": true,
        ])
    let hook = project.sandbox.stored(
      "/api/v2/webhooks", try #require(project.id(of: "Webhook/hook")))
    #expect(
      hook?.only("name", "targetUrl", "events", "enabled", "authentication") == [
        "name": "hook", "targetUrl": "https://example.com/in",
        "events": ["a.updated", "b.updated"], "enabled": true,
        "authentication": [
          "type": "hmac", "secret": .string(TestProject.secrets["HOOK_KEY"] ?? ""),
        ],
      ])
    try await project.end()
  }

  @Test func `the demo tells its story to the end`() async throws {
    let project = try await TestProject()
    let demo = await project.run("demo")
    #expect(demo.code == .done)
    try await project.end()
  }
}

extension JSON {
  /// The object with the members named alone, and its lists in the order of their texts.
  fileprivate func only(_ names: String...) -> JSON {
    .object(
      JSONObject(
        names.compactMap { name in
          self[name].map { value in
            (name, value.array.map { .array($0.sorted { $0.text < $1.text }) } ?? value)
          }
        }))
  }
}
