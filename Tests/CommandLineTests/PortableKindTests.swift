import CommandLine
import Foundation
import JSON
import Reconciler
import Sandbox
import Testing

/// The same portable manifests on both profiles, and what they become on the platform.
@Suite struct PortableKindTests {
  private let environment = PortableKind.environment

  @Test(arguments: Profile.allCases, [0, 2])
  func `planning, applying and planning again ends with nothing to do on either profile`(
    profile: Profile, settleReads: Int
  ) async throws {
    let project = try await PortableKind.project(profile, settleReads: settleReads)
    let validate = await project.run("validate", environment: environment)
    #expect(validate.code == .done, "\(validate.err)")
    let plan = await project.run("plan", "--output", "json", environment: environment)
    #expect(plan.code == .changes, "\(plan.out) \(plan.err)")
    #expect(project.writes == 0)
    let apply = await project.run("apply", "--yes", environment: environment)
    #expect(apply.code == .done, "\(apply.out) \(apply.err)")
    let written = project.writes
    for _ in 0..<3 {
      let again = await project.run("plan", environment: environment)
      #expect(again.code == .done, "\(again.out)")
    }
    #expect(await project.run("apply", "--yes", environment: environment).code == .done)
    #expect(project.writes == written)
    try FileManager.default.removeItem(atPath: project.path(".gcsync"))
    let forgetful = await project.run("plan", environment: environment)
    #expect(forgetful.code == .done, "\(forgetful.out)")
    try await project.end()
  }

  @Test func `on the platform they become integrations, policies and triggers`() async throws {
    let project = try await PortableKind.project(.platform)
    let apply = await project.run("apply", "--yes", environment: environment)
    #expect(apply.code == .done, "\(apply.out)")
    let org = try #require(project.sandbox.objects["genesys"])
    func named(_ name: String, in collection: String) throws -> JSON {
      try #require(org[collection]?.array?.first { $0["name"]?.string == name }, "\(name)")
    }
    let voice = try named("voice-archive", in: "platformIntegrations")
    #expect(voice["integrationType"]?["id"] == "aws-s3-recording-bulk-actions-integration")
    let settings = voice["config"]?["current"]?["properties"]
    #expect(settings?["bucketName"] == "recordings")
    #expect(settings?["roleArn"] == "arn:aws:iam::123456789012:role/archive")
    #expect(voice["intendedState"] == "ENABLED")
    let chat = try named("chat-archive", in: "platformIntegrations")
    #expect(chat["intendedState"] == "DISABLED")
    let credential = try named("chat-archive", in: "credentials")
    let kept = project.sandbox.stored(
      "/api/v2/integrations/credentials", credential["id"]?.string ?? "")
    #expect(kept?["credentialFields"]?["secretAccessKey"] == "s3cr3t/ärchive+key")
    #expect(
      chat["config"]?["current"]?["credentials"]?["awsAccessKey"]?["id"] == credential["id"])
    let policy = try named("keep-calls", in: "mediaRetentionPolicies")
    #expect(policy["mediaPolicies"]?["chatPolicy"] == nil)
    for medium in ["callPolicy", "messagePolicy"] {
      let actions = policy["mediaPolicies"]?[medium]?["actions"]
      #expect(actions?["integrationExport"]?["integration"]?["id"] == voice["id"])
      #expect(actions?["retentionDuration"]?["deleteRetention"]?["days"] == 90)
    }
    let triggers = (org["triggers"]?.array ?? []).compactMap { $0["topicName"]?.string }
    #expect(triggers.count == 2)
    let bus = try named("tell-the-bus", in: "platformIntegrations")
    #expect(
      bus["config"]?["current"]?["properties"]?["eventFilter"]
        == ["v2.detail.events.conversation.{id}.customer.end"])
    try await project.end()
  }

  @Test func `a type that calls its settings otherwise is asked for their names`() async throws {
    let project = try await PortableKind.project(.platform)
    try project.sandbox.mutate(
      PlatformOrg.put(
        (
          "integrationTypes", "aws-s3-recording-bulk-actions-integration",
          [
            "name": "AWS S3", "maxInstances": 10,
            "credentials": [
              "keys": ["required": true, "credentialTypes": ["awsIam", "userDefined"]]
            ],
            "propertiesSchema": [
              "type": "object", "properties": ["s3BucketName": ["type": "string"]],
              "required": ["s3BucketName"],
            ],
          ]
        )))
    try project.sandbox.mutate(
      PlatformOrg.put(
        (
          "credentialTypes", "awsIam",
          [
            "name": "awsIam",
            "properties": [
              "awsRoleArn": ["type": "string"], "awsAccessKeyId": ["type": "string"],
              "awsSecretAccessKey": ["type": "string"],
            ],
          ]
        )))
    let apply = await project.run("apply", "--yes", environment: environment)
    #expect(apply.code == .done, "\(apply.out) \(apply.err)")
    let org = try #require(project.sandbox.objects["genesys"])
    let voice = org["credentials"]?.array?.first { $0["name"] == "voice-archive" }
    let kept = project.sandbox.stored(
      "/api/v2/integrations/credentials", voice?["id"]?.string ?? "")
    #expect(
      kept?["credentialFields"]?["awsRoleArn"] == "arn:aws:iam::123456789012:role/archive")
    let again = await project.run("plan", environment: environment)
    #expect(again.code == .done, "\(again.out)")
    // The role is nowhere shown; that another is wanted is known from what was sent.
    try project.edit(":role/archive", ":role/other")
    let plan = await project.run("plan", "--output", "json", environment: environment)
    let changes = plan.json["changes"]?.array ?? []
    #expect(
      changes.compactMap { $0["address"]?.string } == ["StorageTarget/voice-archive#credential"])
    #expect(
      changes.first?["fields"]?.array?.compactMap { $0["path"]?.string }
        == ["/spec/configuration/roleArn"])
    try await project.end()
  }

  @Test func `a setting that the type has no place for is said with what there is`() async throws {
    let project = try await PortableKind.project(.platform)
    try project.sandbox.mutate(
      PlatformOrg.put(
        (
          "integrationTypes", "aws-s3-recording-bulk-actions-integration",
          [
            "name": "AWS S3", "maxInstances": 10, "credentials": [:],
            "propertiesSchema": [
              "type": "object",
              "properties": ["bucketName": ["type": "string"], "roleArn": ["type": "string"]],
            ],
          ]
        )))
    let plan = await project.run("plan", "--output", "json", environment: environment)
    #expect(plan.code == .changes)
    let problem = try #require(
      plan.json["findings"]?.array?.first { $0["code"] == "unmatched-name" })
    #expect(problem["address"] == "StorageTarget/chat-archive")
    #expect(problem["message"]?.string?.contains("accessKeyId") == true)
    let apply = await project.run("apply", "--yes", environment: environment)
    #expect(apply.code == .partial, "\(apply.out)")
    let org = try #require(project.sandbox.objects["genesys"])
    let names = (org["platformIntegrations"]?.array ?? []).compactMap { $0["name"]?.string }
    #expect(names.sorted() == ["Directory actions", "tell-the-bus", "voice-archive"])
    try await project.end()
  }

  /// What somebody changes in a manifest, and the one leaf of the plan that it is.
  static let edits: [(String, String, String, [String])] = [
    (
      "bucket: recordings\n    region: us-east-1\n    roleArn",
      "bucket: gcsync-state\n    region: us-east-1\n    roleArn",
      "StorageTarget/voice-archive#config", ["/spec/configuration/bucket"]
    ),
    ("enabled: false", "enabled: true", "StorageTarget/chat-archive#state", ["/spec/enabled"]),
    ("[voice, message]", "[voice]", "RecordingPolicy/keep-calls", ["/spec/recordingTypes"]),
    (
      "retentionPeriodDays: 90", "retentionPeriodDays: 91", "RecordingPolicy/keep-calls",
      ["/spec/retentionPeriodDays"]
    ),
    (
      "Keeps every call and every message", "Keeps calls", "RecordingPolicy/keep-calls",
      ["/spec/description"]
    ),
    (
      "name: voice-archive}}", "name: chat-archive}}", "RecordingPolicy/keep-calls",
      ["/spec/storageTargetId"]
    ),
    (
      "actions.example.com/actions/fetch-user", "actions.example.net/actions/fetch-user",
      "DataAction/fetch-user", ["/spec/config/request/requestUrlTemplate"]
    ),
    (
      "{score: {type: integer}}", "{score: {type: number}}", "DataAction/rate-caller",
      ["/spec/contract/output/successSchema/properties/score/type"]
    ),
    ("secure: true", "secure: false", "DataAction/rate-caller", ["/spec/secure"]),
    (
      "{score: $.score}", "{score: $.rating.score}", "DataAction/rate-caller",
      ["/spec/config/response/translationMap/score"]
    ),
  ]

  @Test(arguments: edits)
  func `one field changed is exactly that leaf of the part it belongs to, and is applied`(
    old: String, new: String, address: String, fields: [String]
  ) async throws {
    let project = try await PortableKind.project(.platform)
    _ = await project.run("apply", "--yes", environment: environment)
    try project.edit(old, new)
    let plan = await project.run("plan", "--output", "json", environment: environment)
    let changes = plan.json["changes"]?.array ?? []
    #expect(changes.compactMap { $0["address"]?.string } == [address], "\(plan.out)")
    #expect(
      changes.flatMap { ($0["fields"]?.array ?? []).compactMap { $0["path"]?.string } } == fields)
    #expect(await project.run("apply", "--yes", environment: environment).code == .done)
    #expect(await project.run("plan", environment: environment).code == .done)
    try await project.end()
  }

  @Test func `an event taken out of a webhook takes its trigger with it, one put in brings one`()
    async throws
  {
    let project = try await PortableKind.project(.platform)
    _ = await project.run("apply", "--yes", environment: environment)
    try project.edit(
      "- v2.detail.events.conversation.{id}.acw", "- v2.detail.events.conversation.{id}.user.end")
    let plan = await project.run("plan", "--output", "json", environment: environment)
    let actions = (plan.json["changes"]?.array ?? []).compactMap { $0["action"]?.string }
    #expect(actions.sorted() == ["create", "delete"], "\(plan.out)")
    let apply = await project.run("apply", "--yes", environment: environment)
    #expect(apply.code == .done, "\(apply.out)")
    let topics = (project.sandbox.objects["genesys"]?["triggers"]?.array ?? [])
      .compactMap { $0["topicName"]?.string }.sorted()
    #expect(
      topics == [
        "v2.detail.events.conversation.{id}.customer.end",
        "v2.detail.events.conversation.{id}.user.end",
      ])
    #expect(await project.run("plan", environment: environment).code == .done)
    try await project.end()
  }

  @Test func `another event bus means another integration`() async throws {
    let project = try await PortableKind.project(.platform)
    _ = await project.run("apply", "--yes", environment: environment)
    try project.edit("suffix: lake", "suffix: pond")
    let plan = await project.run("plan", "--output", "json", environment: environment)
    #expect(plan.json["summary"]?["replace"] == 1, "\(plan.out)")
    let apply = await project.run("apply", "--yes", environment: environment)
    #expect(apply.code == .done, "\(apply.out)")
    #expect(await project.run("plan", environment: environment).code == .done)
    try await project.end()
  }

  @Test func `destroy takes every part away, credentials after what uses them`() async throws {
    let project = try await PortableKind.project(.platform)
    _ = await project.run("apply", "--yes", environment: environment)
    let scope = PortableKind.names.flatMap { ["--kind", $0] }
    let destroy = await project.run(
      words: ["destroy", "--yes"] + scope, environment: environment)
    #expect(destroy.code == .done, "\(destroy.out) \(destroy.err)")
    let org = project.sandbox.objects["genesys"]
    for name in ["credentials", "triggers", "mediaRetentionPolicies", "integrationActions"] {
      #expect(org?[name]?.array ?? [] == [], "\(name)")
    }
    let integrations = org?["platformIntegrations"]?.array ?? []
    #expect(integrations.map { $0["name"] } == ["Directory actions"])
    try await project.end()
  }

  @Test func `what the platform cannot do is said before anything is contacted`() async throws {
    let project = try await PortableKind.project(
      .platform,
      manifests: """
        apiVersion: gcsync/v1
        kind: Webhook
        metadata: {name: plain}
        spec: {targetUrl: "https://example.com", events: [routing.recording.storage.updated]}
        ---
        apiVersion: gcsync/v1
        kind: Webhook
        metadata: {name: guided}
        spec:
          targetUrl: https://example.com
          events: [routing.recording.storage.updated]
          platform: {flow: {ref: {kind: Flow, name: Recording Stored, external: true}}}
        """)
    let outcome = await project.run("validate")
    #expect(outcome.code == .invalid)
    #expect(outcome.err.contains("error[no-webhooks-on-platform]"))
    #expect(outcome.err.contains("error[unknown-topic]"))
    #expect(outcome.err.contains("warning[unused-target-url]"))
    try await project.end()
  }

  @Test func `adopting one adopts every part that the org has`() async throws {
    let project = try await PortableKind.project(.platform)
    let target = await project.run(
      "plan", "--target", "Webhook/tell-the-bus", "--output", "json", environment: environment)
    #expect(target.json["summary"]?["create"] == 3, "\(target.out) \(target.err)")
    let early = await project.run("adopt", "Webhook/tell-the-bus", environment: environment)
    #expect(early.code == .error && early.err.contains("[not-in-the-org]"), "\(early.err)")
    _ = await project.run("apply", "--yes", environment: environment)
    try FileManager.default.removeItem(atPath: project.path(".gcsync"))
    let adopt = await project.run(
      "adopt", "Webhook/tell-the-bus", "StorageTarget/chat-archive", environment: environment)
    #expect(adopt.code == .done, "\(adopt.err)")
    for part in [
      "Webhook/tell-the-bus#config", "Webhook/tell-the-bus#integration",
      "StorageTarget/chat-archive ", "StorageTarget/chat-archive#credential",
    ] {
      #expect(adopt.err.contains("adopted \(part)"), "\(part)")
    }
    try await project.end()
  }

  @Test func `no secret of theirs is in any output`() async throws {
    let project = try await PortableKind.project(.platform)
    var texts: [String] = []
    for words in [
      ["plan", "--out", project.path("x.plan")], ["apply", "--yes", "-v"], ["drift"], ["history"],
      ["show", project.path("x.plan")], ["export"],
    ] {
      let outcome = await project.run(words: words, environment: environment)
      texts += [outcome.out, outcome.err]
    }
    texts += project.everyFile
    for secret in ["s3cr3t/ärchive+key", "t0ken+of/the=hook"] {
      #expect(!texts.contains { $0.contains(secret) })
    }
    try await project.end()
  }
}
