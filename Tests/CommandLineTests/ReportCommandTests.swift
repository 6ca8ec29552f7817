import CommandLine
import JSON
import Reconciler
import Sandbox
import Store
import Testing
import World

/// A project with a daily report, in an org whose exports are done when they are asked for.
private struct ReportProject {
  let project: TestProject

  static let manifest = """
    apiVersion: gcsync/v1
    kind: ReportSchedule
    metadata: {name: queues}
    spec:
      title: Queue performance
      report: {reportId: queue-performance, format: CSV, viewType: QUEUE_PERFORMANCE_SUMMARY_VIEW, period: PT30M}
      schedule: {cron: "0 7 * * *", timeZone: Europe/Berlin}
      deliver:
        recipients: file:recipients.txt
        domains: [example.com]
        formats: [csv]

    """

  /// Half past six in Berlin, when the schedule is published, and five past seven, when it is due.
  static let (before, after) = ("2026-11-30T05:30:00Z", "2026-11-30T06:05:00Z")

  init(_ manifest: String = ReportProject.manifest, profile: String = "guide") async throws {
    project = try await TestProject(
      manifest, profile: profile == "guide" ? .guide : .platform, takesMail: true)
    try project.configure("state: .gcsync")
    try project.write("ann@example.com\nbert@example.com\n", to: "recipients.txt")
    try rule(polls: 0)
  }

  /// How often exports are looked at before they are done.
  func rule(polls: Int) throws {
    try project.sandbox.mutate([
      "op": "put", "collection": "exportRules", "id": "all",
      "value": ["id": "all", "report": "*", "polls": .number(JSONNumber(polls))],
    ])
  }

  var mail: [MailSink.Message] { project.sandbox.mail?.messages ?? [] }

  @discardableResult
  func apply(_ words: String..., at time: String = ReportProject.before) async
    -> TestProject.Outcome
  {
    await project.run(words: ["apply", "--yes", "--now", time] + words)
  }

  func report(_ words: String..., at time: String = ReportProject.after) async
    -> TestProject.Outcome
  {
    await project.run(words: ["report"] + words + ["--now", time])
  }
}

@Suite struct ReportCommandTests {
  @Test(arguments: ["guide", "platform"])
  func `a schedule is published, sent once and told`(profile: String) async throws {
    let it = try await ReportProject(profile: profile)
    let plan = await it.project.run("plan", "--now", ReportProject.before)
    #expect(plan.code == .changes)
    #expect(plan.out.contains("is due Mon 2026-11-30 07:00"))
    #expect(await it.apply().code == .done)
    #expect(await it.project.run("plan", "--now", ReportProject.before).code == .done)

    #expect(await it.report("run", at: ReportProject.before).code == .done)
    #expect(it.mail.isEmpty)
    let run = await it.report("run", "--output", "json")
    #expect(run.code == .done, "\(run.err)")
    let runs = run.json["reports"]?.array?.first?["runs"]?.array
    #expect(runs?.map { $0["state"] } == ["sent"])
    #expect(Set(it.mail.flatMap(\.recipients)) == ["ann@example.com", "bert@example.com"])
    #expect(await it.report("run").code == .done)
    #expect(it.mail.count == 2)
    let history = await it.report("history", "queues", "--rows")
    #expect(history.out.contains("accepted for 2 of 2"))
    #expect(history.out.contains("ann@example.com"))
    try await it.project.end()
  }

  @Test func `a manifest that was not applied changes nothing that is sent`() async throws {
    let it = try await ReportProject()
    await it.apply()
    try it.project.edit("title: Queue performance", "title: Another title")
    #expect(await it.report("run").code == .done)
    #expect(it.mail.count == 2)
    #expect(it.mail.allSatisfy { $0.text.contains("Queue performance") })
    #expect(!it.mail.contains { $0.text.contains("Another title") })
    try await it.project.end()
  }

  @Test func `a schedule whose manifest is gone is withdrawn when it is pruned, and undone again`()
    async throws
  {
    let it = try await ReportProject()
    await it.apply()
    try it.project.write("# nothing\n", to: "manifests/all.yaml")
    #expect(await it.apply("--prune").code == .done)
    #expect(await it.report("run").code == .done)
    #expect(it.mail.isEmpty)
    let runs = await it.project.run("history", "--output", "json").json["runs"]?.array
    let id = try #require(runs?.first?["id"]?.string)
    let plan = it.project.path("undo.gcplan")
    let undo = await it.project.run("undo", id, "--out", plan, "--now", ReportProject.before)
    #expect(undo.code == .changes)
    let apply = await it.project.run("apply", plan, "--now", ReportProject.before)
    #expect(apply.code == .done, "\(apply.err)")
    #expect(await it.report("run").code == .done)
    #expect(it.mail.count == 2)
    try await it.project.end()
  }

  @Test func `without a state nothing is sent, and it says how to begin`() async throws {
    let it = try await ReportProject()
    let outcome = await it.report("run")
    #expect(outcome.code == .error)
    #expect(outcome.err.contains("no-schedules"))
    #expect(outcome.err.contains("gcsync apply"))
    try await it.project.end()
  }

  @Test func `manifests are sent without a state where that is asked for, with a warning`()
    async throws
  {
    let it = try await ReportProject()
    let outcome = await it.report("run", "--from-manifests")
    #expect(outcome.code == .done, "\(outcome.err)")
    #expect(outcome.err.contains("not guaranteed"))
    #expect(it.mail.count == 2)
    try await it.project.end()
  }

  @Test func `a report is sent to whoever is named, and to nobody in a dry run`() async throws {
    let it = try await ReportProject()
    await it.apply()
    let dry = await it.report("send", "queues", "--dry-run")
    #expect(dry.code == .done, "\(dry.err)")
    #expect(it.mail.isEmpty)
    #expect(dry.out.contains("2 recipients"))
    #expect(await it.report("history").out.contains("No report has been run"))
    #expect(await it.report("send", "queues", "--to", "owner@example.com").code == .done)
    #expect(it.mail.map(\.recipients) == [["owner@example.com"]])
    let outside = await it.report("send", "queues", "--to", "owner@elsewhere.example")
    #expect(outside.code == .error)
    #expect(it.mail.count == 1)
    let unknown = await it.report("send", "queue")
    #expect(unknown.err.contains("did you mean \"queues\"?"))
    try await it.project.end()
  }

  @Test func `a report that could not be sent ends with 1, and history says why`() async throws {
    let it = try await ReportProject()
    await it.apply()
    try it.project.write("unknown@example.com\n", to: "recipients.txt")
    let outcome = await it.report("run")
    #expect(outcome.code == .error)
    #expect(outcome.out.contains("there is no such user"))
    let history = await it.report("history")
    #expect(history.out.contains("Suppressed, whatever a list says:"))
    #expect(history.out.contains("unknown@example.com  permanent"))
    let plan = await it.project.run("plan", "--now", ReportProject.after)
    #expect(plan.out.contains("does not reach unknown@example.com"))
    try await it.project.end()
  }

  @Test func `validate finds what is wrong with a report, and where`() async throws {
    let it = try await ReportProject(
      ReportProject.manifest.replacing("0 7 * * *", with: "0 25 * * *")
        .replacing("Europe/Berlin", with: "Europe/Berlyn"))
    let outcome = await it.project.run("validate")
    #expect(outcome.code == .invalid)
    #expect(outcome.err.contains("all.yaml:7"))
    #expect(outcome.err.contains("invalid-cron"))
    #expect(outcome.err.contains("Europe/Berlin"))
    try await it.project.end()
  }

  @Test func `a preview is drawn from data of one's own, and nothing is asked`() async throws {
    let it = try await ReportProject()
    try it.project.write("Queue,Offered\nBilling,12\n", to: "data.csv")
    for ending in ["pdf", "png", "csv", "xlsx", "html", "txt"] {
      let out = it.project.path("preview.\(ending)")
      let outcome = await it.project.run(
        "report", "preview", "queues", "--data", it.project.path("data.csv"), "--out", out)
      #expect(outcome.code == .done, "\(ending): \(outcome.err)")
      #expect(try Files.size(out) > 20)
    }
    #expect(it.project.sandbox.requests.isEmpty)
    let wrong = await it.project.run(
      "report", "preview", "queues", "--data", it.project.path("data.csv"), "--out", "x.doc")
    #expect(wrong.code == .error)
    #expect(wrong.err.contains(".pdf"))
    try await it.project.end()
  }

  @Test func `schedules that fall together are remarked on`() async throws {
    let many = (1...6).map {
      ReportProject.manifest.replacing("name: queues", with: "name: queues-\($0)")
    }
    let it = try await ReportProject(many.joined(separator: "---\n"))
    let plan = await it.project.run("plan", "--now", ReportProject.before)
    #expect(plan.out.contains("6 reports are due at the same minute"))
    try await it.project.end()
  }

  @Test func `a published schedule is exported as the manifest it came from`() async throws {
    let it = try await ReportProject()
    await it.apply()
    let export = await it.project.run("export", "ReportSchedule", "--now", ReportProject.before)
    #expect(export.code == .done, "\(export.err)")
    try it.project.write(export.out, to: "manifests/all.yaml")
    let plan = await it.project.run("plan", "--now", ReportProject.before)
    #expect(plan.code == .done, "\(plan.out)\(plan.err)")
    try await it.project.end()
  }

  @Test func `a range in other units than days, hours and weeks is refused`() async throws {
    let it = try await ReportProject()
    try it.project.edit(
      "format: CSV,", "format: CSV, dateRange: {type: relative, value: -1, unit: months},")
    let outcome = await it.project.run("validate")
    #expect(outcome.code == .invalid)
    #expect(outcome.err.contains("days"))
    try await it.project.end()
  }

  @Test func `an export that is not done ends with 0, and a later run finishes it`() async throws {
    let it = try await ReportProject()
    try it.project.edit("  deliver:", "  export: {mode: deferred, polls: 1}\n  deliver:")
    await it.apply()
    try it.rule(polls: 3)
    let first = await it.report("run")
    #expect(first.code == .done, "\(first.err)")
    #expect(first.out.contains("deferred"))
    #expect(it.mail.isEmpty)
    for _ in 0..<4 { _ = await it.report("resume", "queues") }
    #expect(it.mail.count == 2)
    #expect(await it.report("resume").code == .done)
    #expect(it.mail.count == 2)
    try await it.project.end()
  }

  @Test func `recipients are read from a file, a bucket and a parameter when the report is sent`()
    async throws
  {
    let it = try await ReportProject(
      ReportProject.manifest.replacing(
        "recipients: file:recipients.txt",
        with: "recipients: [file:recipients.txt, \"s3://recordings/lists/more.csv\"]"))
    await it.apply()
    try it.project.sandbox.mutate([
      "op": "object", "bucket": "recordings", "key": "lists/more.csv",
      "value": ["body": "email,name\ncara@example.com,Cara\nann@example.com,Ann\n"],
    ])
    let run = await it.report("run")
    #expect(run.code == .done, "\(run.err)\(run.out)")
    #expect(
      it.mail.flatMap(\.recipients).sorted()
        == ["ann@example.com", "bert@example.com", "cara@example.com"])
    try it.project.write("bert@example.com\n", to: "recipients.txt")
    try it.project.sandbox.mutate([
      "op": "object", "bucket": "recordings", "key": "lists/more.csv",
      "value": ["body": "email\nbert@example.com\n"],
    ])
    #expect(await it.report("run", at: "2026-12-01T06:05:00Z").code == .done)
    #expect(it.mail.dropFirst(3).flatMap(\.recipients) == ["bert@example.com"])
    try await it.project.end()
  }

  @Test func `what comes back keeps mail from an address, and a forged bounce does not`()
    async throws
  {
    let it = try await ReportProject()
    await it.apply()
    #expect(await it.report("run").code == .done)
    let sent = try #require(it.mail.first { $0.recipients == ["ann@example.com"] })
    let name = try #require(sent.text.firstMatch(of: /Message-ID: (<[^>]+>)/)).1
    func bounce(_ recipient: String, _ name: String) -> String {
      """
      From: MAILER-DAEMON@mx.example.com
      To: reports@example.com
      Subject: Undelivered Mail
      MIME-Version: 1.0
      Content-Type: multipart/report; report-type=delivery-status; boundary="b"

      --b
      Content-Type: message/delivery-status

      Reporting-MTA: dns; mx.example.com

      Final-Recipient: rfc822; \(recipient)
      Action: failed
      Status: 5.1.1
      Diagnostic-Code: smtp; 550 5.1.1 user unknown

      --b
      Content-Type: text/rfc822-headers

      Message-ID: \(name)
      To: \(recipient)

      --b--

      """
    }
    for folder in ["new", "cur", "tmp"] {
      try Files.createDirectory(it.project.path("box/\(folder)"))
    }
    try it.project.write(bounce("ann@example.com", String(name)), to: "box/new/1")
    try it.project.write(bounce("bert@example.com", "<forged@example.com>"), to: "box/new/2")
    let outcome = await it.report(
      "bounces", "--mailbox", it.project.path("box"), "--output", "json")
    #expect(outcome.code == .done, "\(outcome.err)")
    #expect(outcome.json["read"]?["counted"]?["permanent"] == 1)
    #expect(outcome.json["read"]?["ignored"] == 1)
    #expect(outcome.json["suppressed"]?.array?.map { $0["address"] } == ["ann@example.com"])
    #expect(await it.report("run", at: "2026-12-01T06:05:00Z").code == .done)
    #expect(it.mail.dropFirst(2).flatMap(\.recipients) == ["bert@example.com"])
    let lifted = await it.report("bounces", "--lift", "ann@example.com")
    #expect(lifted.out.contains("Nobody is suppressed"))
    try await it.project.end()
  }

  @Test func `every document of reports is what its schema says`() async throws {
    let it = try await ReportProject()
    await it.apply()
    let schemas = try OutputSchemas()
    for words in [
      ["run", "--output", "json"], ["history", "--rows", "--output", "json"],
      ["bounces", "--suppress", "x@example.com", "--output", "json"],
      ["send", "queues", "--dry-run", "--output", "json"],
    ] {
      let outcome = await it.project.run(
        words: ["report"] + words + ["--now", ReportProject.after])
      #expect(outcome.code == .done, "\(outcome.err)")
      #expect(try schemas.violations(outcome.json).isEmpty, "\(words)")
    }
    try await it.project.end()
  }

  @Test func `what another project has published into the same state is left to its runner`()
    async throws
  {
    let it = try await ReportProject()
    await it.apply()
    try it.project.configure(owner: "acme/another", "state: .gcsync")
    let run = await it.report("run")
    #expect(run.code == .done)
    #expect(run.err.contains("acme/contact-center"))
    #expect(it.mail.isEmpty)
    try await it.project.end()
  }

  @Test func `a schedule that cannot be used is told, and keeps no other back`() async throws {
    let it = try await ReportProject()
    await it.apply()
    let state = try SQLiteState.open(folder: it.project.path(".gcsync"), environment: "dev")
    try await Publications(state).publish(
      ["name": "broken", "schedule": ["cron": "61 * * * *", "timeZone": "UTC"]],
      kind: "ReportSchedule", id: "broken",
      by: .init(
        owner: "acme/contact-center", actor: "tester", commit: nil, manifests: nil, run: "r-1"),
      at: Timestamp(seconds: 0))
    let run = await it.report("run")
    #expect(run.code == .error)
    #expect(run.err.contains("the published schedule broken is not sent"))
    #expect(it.mail.count == 2)
    try await it.project.end()
  }
}
