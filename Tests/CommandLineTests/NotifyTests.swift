import CommandLine
import Crypto
import HTTP
import JSON
import Sandbox
import Testing
import World

@Suite(.timeLimit(.minutes(20))) struct NotifyTests {
  private func project(_ receiver: Receiver, _ more: String = "") async throws -> TestProject {
    let project = try await TestProject(takesMail: true)
    try project.configure(
      """
      notify:
        - name: oncall
          type: webhook
          url: {secretRef: env:HOOK_URL}
          secret: {secretRef: env:HOOK_KEY}
        - {name: chat, type: slack, url: {secretRef: env:HOOK_URL}, on: [drift]}
        - {name: team, type: teams, url: {secretRef: env:HOOK_URL}}
        - {name: owners, type: mail, to: [ops@example.com]}
      \(more)
      """)
    _ = await project.run("apply", "--yes")
    return project
  }

  private func drift(
    _ project: TestProject, _ receiver: Receiver, _ words: String...
  ) async -> TestProject.Outcome {
    await project.run(words: ["drift"] + words, environment: ["HOOK_URL": receiver.url])
  }

  private func move(_ project: TestProject, to host: String) throws {
    try project.changeBehindItsBack("Webhook/hook", "targetUrl", .string("https://\(host)"))
  }

  @Test func `the same drift alarms once, a changed one again, and its end is told once`()
    async throws
  {
    let receiver = try Receiver()
    let project = try await project(receiver)
    #expect(await drift(project, receiver, "--notify", "oncall").code == .done)
    try move(project, to: "moved.example.com")
    for _ in 0..<2 {
      #expect(await drift(project, receiver, "--notify", "oncall").code == .changes)
    }
    try move(project, to: "elsewhere.example.com")
    _ = await drift(project, receiver, "--notify", "oncall")
    try move(project, to: "example.com/in")
    for _ in 0..<2 {
      #expect(await drift(project, receiver, "--notify", "oncall").code == .done)
    }
    #expect(receiver.documents.compactMap { $0["news"]?.string } == ["drift", "drift", "resolved"])
    let first = receiver.documents[0]
    #expect(first["differences"]?.array?.map { $0["path"] } == ["/spec/targetUrl"])
    #expect(first["differences"]?.array?.first?["new"] == true)
    #expect(first["fingerprint"] != receiver.documents[1]["fingerprint"])
    try await project.end()
  }

  @Test func `a webhook's document follows its schema and is signed over its time and body`()
    async throws
  {
    let receiver = try Receiver()
    let project = try await project(receiver)
    try move(project, to: "moved.example.com")
    _ = await drift(project, receiver, "--notify", "oncall")
    let request = try #require(receiver.requests.first)
    let time = try #require(request.headers["X-Gcsync-Timestamp"])
    let key = try #require(TestProject.secrets["HOOK_KEY"])
    let mac = HMACSHA256.authenticate(Array("\(time).".utf8) + request.body, key: Array(key.utf8))
    #expect(request.headers["X-Gcsync-Signature"] == "sha256=\(mac.hex)")
    #expect(request.headers["X-Gcsync-Delivery"]?.hasPrefix("n-") == true)
    #expect(try OutputSchemas().violations(receiver.documents[0]) == [])
    try await project.end()
  }

  @Test func `slack, teams and mail are told in their own forms`() async throws {
    let receiver = try Receiver()
    let project = try await project(receiver)
    try move(project, to: "moved.example.com")
    let outcome = await drift(project, receiver, "--notify", "all")
    #expect(!outcome.err.contains("notification-failed"), "\(outcome.err)")
    #expect(receiver.documents.count == 3)
    #expect(receiver.documents.contains { $0["blocks"]?.array?.isEmpty == false })
    #expect(receiver.documents.contains { $0["attachments"]?.array?.count == 1 })
    let mail = try #require(project.sandbox.mail?.messages.first)
    #expect(mail.text.contains("Drift in dev: 1 difference"))
    try await project.end()
  }

  @Test func `who could not be told is named, the exit code stays, and the next run tells it`()
    async throws
  {
    let receiver = try Receiver([404])
    let project = try await project(receiver)
    try move(project, to: "moved.example.com")
    let first = await drift(project, receiver, "--notify", "oncall")
    #expect(first.code == .changes)
    #expect(first.err.contains("oncall was not told: it answered 404"))
    #expect(!first.err.contains("canary-path"))
    _ = await drift(project, receiver, "--notify", "oncall")
    #expect(receiver.documents.compactMap { $0["news"]?.string } == ["drift", "drift"])
    try await project.end()
  }

  @Test func `a read that was not whole is an error that is told once, and never the end`()
    async throws
  {
    let receiver = try Receiver()
    let project = try await project(receiver)
    try move(project, to: "moved.example.com")
    _ = await drift(project, receiver, "--notify", "oncall")
    try project.sandbox.setFaults([
      [
        "match": ["method": "GET", "path": "/api/v2/webhooks*"], "then": ["status": 400],
        "times": 1000,
      ]
    ])
    for _ in 0..<2 { _ = await drift(project, receiver, "--notify", "oncall") }
    #expect(receiver.documents.compactMap { $0["news"]?.string } == ["drift", "error"])
    try await project.end()
  }

  @Test
  func `drift that is seen beside a failure is told with it, and what was unread is not gone`()
    async throws
  {
    let receiver = try Receiver()
    let project = try await project(receiver)
    try move(project, to: "moved.example.com")
    _ = await drift(project, receiver, "--notify", "oncall")
    try project.sandbox.setFaults([
      [
        "match": ["method": "GET", "path": "/api/v2/webhooks*"], "then": ["status": 400],
        "times": 1000,
      ]
    ])
    _ = await drift(project, receiver, "--notify", "oncall")
    try project.changeBehindItsBack("RecordingPolicy/voice", "retentionPeriodDays", 99)
    for _ in 0..<2 {
      let outcome = await drift(project, receiver, "--notify", "oncall", "--log-format", "json")
      #expect(outcome.code == .error)
      #expect(outcome.err.contains(#""differences":1,"partial":true"#), "\(outcome.err)")
    }
    try project.sandbox.setFaults([])
    _ = await drift(project, receiver, "--notify", "oncall")
    let documents = receiver.documents
    #expect(
      documents.compactMap { $0["news"]?.string } == ["drift", "error", "drift", "recovered"])
    #expect(documents[2]["counts"] == ["differences": 1, "new": 1, "gone": 0])
    #expect(
      documents[2]["error"]?["message"]?.string?.contains("/api/v2/webhooks") == true)
    #expect(documents[3]["counts"] == ["differences": 2, "new": 0, "gone": 0])
    for document in documents { #expect(try OutputSchemas().violations(document) == []) }
    try await project.end()
  }

  @Test func `what is held up is no drift where it was not read, and no reason of a failure`()
    async throws
  {
    let receiver = try Receiver()
    let project = try await project(receiver)
    try project.sandbox.mutate(["op": "deleteBucket", "name": "recordings"])
    try project.sandbox.setFaults([
      [
        "match": ["method": "GET", "path": "/api/v2/recording/storage/targets*"],
        "then": ["status": 400], "times": 1000,
      ]
    ])
    _ = await drift(project, receiver, "--notify", "oncall")
    #expect(receiver.documents.map { $0["news"] } == ["error"])
    let message = receiver.documents.first?["error"]?["message"]?.string ?? ""
    #expect(message.contains("storage/targets") && !message.contains("Bucket"), "\(message)")
    try await project.end()
  }

  @Test func `where nothing could be read the reason is told once and not for each collection`()
    async throws
  {
    let receiver = try Receiver()
    let project = try await project(receiver)
    try project.sandbox.setFaults([
      [
        "match": ["method": "POST", "path": "/oauth/token"], "then": ["status": 401],
        "times": 1000,
      ]
    ])
    for _ in 0..<2 { _ = await drift(project, receiver, "--notify", "oncall") }
    #expect(receiver.documents.map { $0["news"] } == ["error"])
    let title = receiver.documents.first?["title"]?.string ?? ""
    #expect(title.hasPrefix("Drift in dev is not known: "))
    #expect(title.ranges(of: "refused the client credentials").count == 1, "\(title)")
    try await project.end()
  }

  @Test func `an object that refers to what could not be read is no drift`() async throws {
    let receiver = try Receiver()
    let project = try await project(receiver)
    try project.sandbox.setFaults([
      [
        "match": ["method": "GET", "path": "/api/v2/recording/storage/targets*"],
        "then": ["status": 400], "times": 1000,
      ]
    ])
    _ = await drift(project, receiver, "--notify", "oncall")
    #expect(receiver.documents.map { $0["news"] } == ["error"])
    try await project.end()
  }

  @Test(arguments: [
    ("manifests/broken.yaml", "kind: [", "manifests/broken.yaml:"),
    ("schemas/Broken.json", "{", "schemas/Broken.json"), ("agreed.yaml", "kind: [", "agreed.yaml"),
  ])
  func `a look that cannot begin for a broken file is told as a failure, with the place`(
    file: String, text: String, place: String
  ) async throws {
    let receiver = try Receiver()
    let project = try await project(receiver, "schemas: [schemas]")
    try project.write("", to: "agreed.yaml")
    try Files.createDirectory(project.path("schemas"))
    try project.write(text, to: file)
    let words = file == "agreed.yaml" ? ["--baseline", project.path("agreed.yaml")] : []
    for _ in 0..<2 {
      let outcome = await project.run(
        words: ["drift", "--notify", "oncall"] + words, environment: ["HOOK_URL": receiver.url])
      #expect(outcome.code == .invalid)
    }
    #expect(receiver.documents.map { $0["news"] } == ["error"])
    let message = receiver.documents.first?["error"]?["message"]?.string ?? ""
    #expect(message.contains(place), "\(message)")
    try await project.end()
  }

  @Test func `who was told what is said on standard error, and that nobody was with -v alone`()
    async throws
  {
    let receiver = try Receiver()
    let project = try await project(receiver)
    try move(project, to: "moved.example.com")
    let words = ["--notify", "oncall", "--notify", "chat"]
    func run(_ more: String...) async -> TestProject.Outcome {
      await project.run(
        words: ["drift"] + words + more, environment: ["HOOK_URL": receiver.url])
    }
    let told = "told oncall: drift, 1 difference\ntold chat: drift, 1 difference\n"
    #expect(await run().err.hasSuffix(told))
    let silent = await run().err
    #expect(!silent.contains("told") && !silent.contains("nothing new"), "\(silent)")
    #expect(await run("--verbose").err.contains("nothing new for oncall\nnothing new for chat\n"))
    try await project.end()
  }

  @Test func `what is agreed to and what waits to be applied is not told`() async throws {
    let receiver = try Receiver()
    let project = try await project(receiver)
    try project.edit("retentionPeriodDays: 30", "retentionPeriodDays: 31")
    try move(project, to: "moved.example.com")
    try project.write(
      """
      apiVersion: gcsync/v1
      kind: DriftBaseline
      spec:
        entries:
          - {address: Webhook/hook, path: /spec/targetUrl, reason: known, expires: 2999-01-01}
      """, to: "manifests/baseline.yaml")
    #expect(await drift(project, receiver, "--notify", "oncall").code == .done)
    #expect(receiver.documents.isEmpty)
    try await project.end()
  }

  @Test func `a name that is none is refused with the one that was meant`() async throws {
    let receiver = try Receiver()
    let project = try await project(receiver)
    let outcome = await drift(project, receiver, "--notify", "oncal")
    #expect(outcome.code == .error)
    #expect(outcome.err.contains("no notification \"oncal\"; did you mean oncall?"))
    try await project.end()
  }

  @Test func `a look at a part says so, and speaks for no more`() async throws {
    let receiver = try Receiver()
    let project = try await project(receiver)
    try move(project, to: "moved.example.com")
    let words = ["--kind", "Webhook", "--notify", "oncall"]
    for host in ["moved.example.com", "example.com/in"] {
      try move(project, to: host)
      _ = await project.run(words: ["drift"] + words, environment: ["HOOK_URL": receiver.url])
    }
    #expect(
      receiver.documents.map { $0["title"] } == [
        "Drift in dev (kind=Webhook): 1 difference",
        "No more drift in dev (kind=Webhook): what was looked at is as declared",
      ])
    #expect(receiver.documents.map { $0["part"] } == ["kind=Webhook", "kind=Webhook"])
    try await project.end()
  }

  @Test(arguments: [
    ("{name: a, type: mail}", "incomplete-notification"),
    ("{name: a, type: slack}", "incomplete-notification"),
    ("{name: a, type: teams, url: \"https://x.example\", to: [a@b.example]}", "unused-setting"),
    ("{name: a, type: mail, to: [\"no address\"]}", "invalid-mailbox"),
    ("{name: a, type: slack, url: \"https://hooks.example/canary-T0\"}", "literal-secret"),
    ("{name: all, type: mail, to: [a@example.com]}", "name"),
    ("{name: a, type: mail, to: [a@example.com], remind: 7w}", "remind"),
  ])
  func `a notification that cannot be meant is exit 4 with its place`(
    line: String, code: String
  ) async throws {
    let project = try await TestProject()
    try project.configure("notify:\n  - \(line)")
    let outcome = await project.run("drift")
    #expect(outcome.code == .invalid)
    #expect(outcome.err.contains("gcsync.yaml:") && outcome.err.contains(code), "\(outcome.err)")
    #expect(!outcome.err.contains("canary"))
    try await project.end()
  }
}
