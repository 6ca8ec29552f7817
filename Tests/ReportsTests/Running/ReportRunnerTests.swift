import JSON
import Mail
import Reconciler
import Reports
import TestSupport
import Testing
import World

@Suite struct ReportRunnerTests {
  private func day(_ rig: Rig) { rig.clock.advance(by: .seconds(86_400)) }

  @Test func `a report that is due is sent to everybody, once`() async throws {
    let rig = Rig()
    let runs = try await rig.run()
    #expect(runs.map(\.state) == [.sent])
    #expect(rig.mail.recipients.sorted() == ["ann@example.com", "bert@example.com"])
    #expect(runs.first?.recipients == ["accepted": 2])
    #expect(runs.first?.period.label == "2026-11-28")
    #expect(runs.first?.rows == 2)
    #expect(try await rig.run().isEmpty)
    #expect(try await rig.run(holder: "another").isEmpty)
    #expect(rig.mail.sent.count == 2)
    let message = try #require(rig.mail.messages.first)
    #expect(message.contains("Automated Report: 2026-11-29 06:00 Queues"))
    #expect(message.contains("queues-2026-11-28.csv"))
  }

  @Test func `the next day is another run`() async throws {
    let rig = Rig()
    try await rig.run()
    day(rig)
    let runs = try await rig.run()
    #expect(runs.map(\.period.label) == ["2026-11-29"])
    #expect(try await rig.ledger.runs(of: "id-1").map(\.state) == [.sent, .sent])
  }

  @Test func `of many runners that look at once one sends`() async throws {
    let rig = Rig()
    let states = try await withThrowingTaskGroup(of: [ReportRun].self) { group in
      for number in 0..<8 { group.addTask { try await rig.run(holder: "runner \(number)") } }
      return try await group.reduce(into: []) { $0 += $1.map(\.state) }
    }
    #expect(states == [.sent])
    #expect(rig.mail.sent.count == 2)
  }

  @Test func `what lies before the publication is never sent`() async throws {
    let rig = Rig()
    #expect(try await rig.run(since: rig.clock.world.now()).isEmpty)
    #expect(rig.mail.sent.isEmpty)
  }

  @Test func `a run whose runner died after a message goes on with the others`() async throws {
    let rig = Rig()
    let ledger = rig.ledger(of: "dead")
    let item = try rig.item()
    let run = ReportRun(
      report: "id-1", id: ReportRun.id(for: "2026-11-27T23:00:00Z/2026-11-28T23:00:00Z"),
      name: "queues", cause: .scheduled,
      period: CoveredPeriod(
        label: "2026-11-28", interval: "2026-11-27T23:00:00Z/2026-11-28T23:00:00Z",
        timeZone: "Europe/Berlin"),
      due: rig.clock.world.now(), started: rig.clock.world.now())
    guard case .ours(let held) = try await ledger.claim(run) else {
      Issue.record("it is free")
      return
    }
    let ann = try EmailAddress(parsing: "ann@example.com")
    try await held.enter(
      [DeliveryRow(recipient: ann, state: .accepted, text: "250 queued", attempt: 1)], part: 1)
    #expect(try await ReportRunner(rig.services()).run([item]).flatMap(\.runs).isEmpty)
    rig.clock.advance(by: ReportLedger.patience + .seconds(1))
    let runs = try await ReportRunner(rig.services()).run([item]).flatMap(\.runs)
    #expect(runs.map(\.state) == [.sent])
    #expect(rig.mail.recipients == ["bert@example.com"])
  }

  @Test func `who may have the message already is not sent it again, and the owners are told`()
    async throws
  {
    let rig = Rig()
    let item = try rig.item()
    let services = rig.services(holder: "dead")
    let now = rig.clock.world.now()
    let run = ReportRun(
      report: "id-1", id: ReportRun.id(for: "2026-11-27T23:00:00Z/2026-11-28T23:00:00Z"),
      name: "queues", cause: .scheduled,
      period: CoveredPeriod(
        label: "2026-11-28", interval: "2026-11-27T23:00:00Z/2026-11-28T23:00:00Z",
        timeZone: "Europe/Berlin"), due: now, started: now)
    guard case .ours(let held) = try await services.ledger.claim(run) else {
      Issue.record("it is free")
      return
    }
    let ann = try EmailAddress(parsing: "ann@example.com")
    try await held.enter(
      [DeliveryRow(recipient: ann, state: .sending, text: "offered", attempt: 1)], part: 1)
    rig.clock.advance(by: ReportLedger.patience + .seconds(1))
    let runs = try await ReportRunner(rig.services()).run([item]).flatMap(\.runs)
    #expect(runs.map(\.state) == [.partly])
    #expect(rig.mail.recipients == ["bert@example.com"])
    #expect(runs.first?.reason?.contains("ann@example.com: unknown") == true)
    #expect(rig.told.all.count == 1)
  }

  @Test func `an export that is not done is left, and another run goes on with it`() async throws {
    let rig = Rig(exports: ScriptedExports(Rig.csv, looks: [.unfinished, .unfinished]))
    #expect(try await rig.run().map(\.state) == [.deferred])
    #expect(try await rig.run().map(\.state) == [.deferred])
    let resumed = try await ReportRunner(rig.services()).resume([try rig.item()]).flatMap(\.runs)
    #expect(resumed.map(\.state) == [.sent])
    #expect(rig.exports.begun.count == 1)
    #expect(rig.mail.sent.count == 2)
    #expect(try await ReportRunner(rig.services()).resume([try rig.item()]).flatMap(\.runs).isEmpty)
  }

  @Test func `a failure of the moment is tried again later, and told only when it is given up`()
    async throws
  {
    let failure = RunFailure("export-failed", "the export failed", canRetry: true)
    let rig = Rig(
      exports: ScriptedExports(Rig.csv, beginFailures: Array(repeating: failure, count: 4)))
    let first = try #require(try await rig.run().first)
    #expect(first.state == .failed)
    #expect(first.retryAt == first.started.advanced(by: .seconds(300)))
    #expect(try await rig.run().isEmpty)
    for _ in 0..<2 {
      rig.clock.advance(by: .seconds(3600))
      #expect(try await rig.run().map(\.isFinal) == [false])
    }
    #expect(rig.told.all.isEmpty)
    rig.clock.advance(by: .seconds(3600))
    #expect(try await rig.run().map(\.isFinal) == [true])
    #expect(rig.told.all.map { $0["event"] } == ["failed"])
    #expect(rig.mail.sent.isEmpty)
    day(rig)
    #expect(try await rig.run().map(\.state) == [.sent])
    #expect(rig.told.all.map { $0["event"] } == ["failed", "recovered"])
  }

  @Test func `owners are told after as many failures in a row as they want`() async throws {
    let failure = RunFailure("export-refused", "no right to it", canRetry: false)
    let rig = Rig(
      exports: ScriptedExports(Rig.csv, beginFailures: Array(repeating: failure, count: 5))
    ) { $0["onFailure"] = ["webhook": "env:HOOK", "after": 3] }
    for _ in 0..<5 {
      try await rig.run()
      day(rig)
    }
    #expect(rig.told.all.map { $0["state"] } == ["failed"])
    #expect(rig.told.all.first?["period"] == "2026-11-30")
  }

  @Test func `an address that the server does not know is suppressed at once`() async throws {
    let rig = Rig(mail: ScriptedMail(["ann@example.com": [ScriptedMail.unknownUser]]))
    let runs = try await rig.run()
    #expect(runs.map(\.state) == [.partly])
    #expect(runs.first?.recipients == ["accepted": 1, "refused": 1])
    day(rig)
    let next = try await rig.run()
    #expect(next.map(\.state) == [.sent])
    #expect(next.first?.suppressed == ["ann@example.com"])
    #expect(rig.mail.recipients == ["bert@example.com", "bert@example.com"])
  }

  @Test func `the last recipient that is suppressed is a failure that is told`() async throws {
    let rig = Rig(list: "ann@example.com\n")
    let ann = try EmailAddress(parsing: "ann@example.com")
    try await rig.ledger.changeSuppressions {
      $0.suppress(ann, reason: "left", at: Rig.morning)
    }
    let run = try #require(try await rig.run().first)
    #expect(run.state == .failed)
    #expect(run.isFinal)
    #expect(run.reason?.contains("every recipient is suppressed") == true)
    #expect(rig.told.all.count == 1)
  }

  @Test func `a server that is busy is asked again for those alone who wait`() async throws {
    let rig = Rig(mail: ScriptedMail(["ann@example.com": [ScriptedMail.busy, ScriptedMail.busy]]))
    let run = try #require(try await rig.run().first)
    #expect(run.state == .sent)
    #expect(rig.mail.recipients.sorted() == ["ann@example.com", "bert@example.com"])
    let rows = try await rig.ledger.rows(of: run).filter {
      $0.row.recipient.text == "ann@example.com"
    }
    #expect(
      rows.map(\.row.state) == [.sending, .deferred, .sending, .deferred, .sending, .accepted])
  }

  @Test(arguments: ["", "# nobody yet\n"])
  func `an empty list of recipients fails the run and sends nothing`(list: String) async throws {
    let rig = Rig(list: list)
    let run = try #require(try await rig.run().first)
    #expect(run.state == .failed)
    #expect(run.steps.last?.name == .recipients)
    #expect(rig.mail.sent.isEmpty)
  }

  @Test
  func `a line that is no address, or of a domain that is not allowed, reaches the others only`()
    async throws
  {
    let rig = Rig(list: "ann@example.com\r\nBcc: eve@example.com\nbert@elsewhere.example\n") {
      $0["deliver"] = [
        "recipients": "file:list.txt", "formats": ["csv"], "domains": ["example.com"],
      ]
    }
    let run = try #require(try await rig.run().first)
    #expect(run.state == .partly)
    #expect(rig.mail.recipients == ["ann@example.com"])
    #expect(run.reason?.contains("list.txt:2") == true)
    #expect(run.reason?.contains("bert@elsewhere.example") == true)
  }

  @Test func `conditions that are not met skip the report, and say why`() async throws {
    let rig = Rig {
      $0["deliver"] = [
        "recipients": "file:list.txt", "formats": ["csv"], "sendIf": ["minimumRows": 3],
      ]
    }
    let run = try #require(try await rig.run().first)
    #expect(run.state == .skipped)
    #expect(run.reason == "there are 2 rows, fewer than 3")
    #expect(rig.mail.sent.isEmpty)
    #expect(rig.told.all.isEmpty)
  }

  @Test(arguments: [(41, ReportRun.State.skipped), (42, .skipped), (43, .sent)])
  func `a condition looks at a total of a column`(
    below: Int, state: ReportRun.State
  ) async throws {
    let rig = Rig {
      $0["deliver"] = [
        "recipients": "file:list.txt", "formats": ["csv"],
        "sendIf": [
          "any": [
            ["column": "Offered", "total": "sum", "below": .number(JSONNumber(below))]
          ]
        ],
      ]
    }
    #expect(try await rig.run().map(\.state) == [state])
  }

  @Test func `times that no runner was there for are told, and not sent when they are too old`()
    async throws
  {
    let rig = Rig {
      $0["schedule"] = ["cron": "0 6 * * *", "timeZone": "Europe/Berlin", "graceHours": 2]
    }
    try await rig.run()
    rig.clock.advance(by: .seconds(86_400 * 3 + 4 * 3600))
    let runs = try await rig.run()
    #expect(runs.map(\.state) == [.missed])
    #expect(runs.first?.reason?.contains("3 times were not run") == true)
    #expect(rig.mail.sent.count == 2)
    #expect(rig.told.all.map { $0["state"] } == ["missed"])
    #expect(try await rig.run().isEmpty)
  }

  @Test func `a range that the API counts from now is not sent for another day`() async throws {
    let failure = RunFailure("unreachable", "nobody answers", canRetry: true)
    let rig = Rig(exports: ScriptedExports(Rig.csv, beginFailures: [failure]))
    #expect(try await rig.run().map(\.isFinal) == [false])
    rig.clock.advance(by: .seconds(20 * 3600))
    let run = try #require(try await rig.run().first)
    #expect(run.state == .failed)
    #expect(run.isFinal)
    #expect(run.reason?.contains("no longer 2026-11-28") == true)
    #expect(rig.exports.begun.isEmpty)
    #expect(rig.told.all.count == 1)
  }

  @Test func `a clock that jumps back sends nothing twice`() async throws {
    let rig = Rig()
    try await rig.run()
    rig.clock.advance(by: .seconds(-7200))
    #expect(try await rig.run().isEmpty)
    #expect(rig.clock.events.contains { $0.name == "report_clock_behind" })
    #expect(rig.mail.sent.count == 2)
  }

  @Test func `a report that is switched off sends nothing, and nothing of that time later`()
    async throws
  {
    let documents = MemoryDocuments()
    let off = Rig(documents: documents) { $0["enabled"] = false }
    #expect(try await off.run().isEmpty)
    let on = Rig(documents: documents)
    #expect(try await on.run().isEmpty)
    #expect(off.mail.sent.isEmpty && on.mail.sent.isEmpty)
  }

  @Test func `a report sent by hand does not stand for that of its period`() async throws {
    let rig = Rig()
    let turn = try await ReportRunner(rig.services()).send(
      try rig.item(), to: ["owner@example.com"])
    #expect(turn.runs.map(\.state) == [.sent])
    #expect(rig.mail.recipients == ["owner@example.com"])
    #expect(try await rig.run().map(\.state) == [.sent])
    #expect(rig.mail.sent.count == 3)
  }

  @Test func `all in one message do not learn of each other`() async throws {
    let rig = Rig {
      $0["deliver"] = ["recipients": "file:list.txt", "formats": ["csv"], "to": "bcc"]
    }
    try await rig.run()
    let envelope = try #require(rig.mail.sent.first)
    #expect(rig.mail.sent.count == 1)
    #expect(envelope.recipients.map(\.text) == ["ann@example.com", "bert@example.com"])
    let message = String(decoding: envelope.message, as: UTF8.self)
    #expect(!message.contains("ann@example.com") && !message.contains("bert@example.com"))
  }

  @Test func `a message that is too large is not sent, and says by how much`() async throws {
    let rig = Rig(mail: ScriptedMail(size: 1000))
    let run = try #require(try await rig.run().first)
    #expect(run.state == .failed)
    #expect(run.reason?.contains("1000 bytes that the server takes") == true)
    #expect(rig.mail.sent.isEmpty)
  }

  @Test func `a ledger that is damaged sends nothing`() async throws {
    let rig = Rig()
    try await rig.run()
    day(rig)
    let name = try #require(rig.documents.documentNames(in: "report-standing", after: nil).first)
    let kept = try #require(rig.documents.document(name))
    _ = rig.documents.keep(["format": "nonsense"], as: name, replacing: kept.revision)
    await #expect(throws: StateFailure.self) { try await rig.run() }
    #expect(rig.mail.sent.count == 2)
  }

  @Test func `the messages of a period have the same names each time`() async throws {
    func names(_ rig: Rig) -> [String] {
      rig.mail.messages.compactMap { message in
        message.split(separator: "\r\n").first { $0.hasPrefix("Message-ID:") }.map(String.init)
      }
    }
    let (first, second) = (Rig(), Rig())
    try await first.run()
    try await second.run()
    #expect(names(first) == names(second))
    #expect(Set(names(first)).count == 2)
  }

  @Test func `a server that is down for minutes is offered the report again by a later run`()
    async throws
  {
    let down = Array(repeating: ScriptedMail.down, count: 2)
    let rig = Rig(
      mail: ScriptedMail(["ann@example.com": down, "bert@example.com": down]))
    let first = try #require(try await rig.run().first)
    #expect(first.state == .failed)
    #expect(!first.isFinal)
    #expect(try await rig.run().isEmpty)
    rig.clock.advance(by: .seconds(600))
    #expect(try await rig.run().map(\.state) == [.sent])
    #expect(rig.mail.recipients.sorted() == ["ann@example.com", "bert@example.com"])
    #expect(rig.exports.begun.count == 1)
    #expect(rig.told.all.isEmpty)
  }

  @Test func `who is put off for longer than a run gets it from a later one, the others once`()
    async throws
  {
    let rig = Rig(
      mail: ScriptedMail(["ann@example.com": Array(repeating: ScriptedMail.busy, count: 6)]))
    let first = try #require(try await rig.run().first)
    #expect(first.state == .failed)
    #expect(first.recipients == ["accepted": 1, "failed": 1])
    rig.clock.advance(by: .seconds(600))
    #expect(try await rig.run().map(\.state) == [.sent])
    #expect(rig.mail.recipients == ["bert@example.com", "ann@example.com"])
  }

  @Test func `who is never taken is a part that is told in the end`() async throws {
    let rig = Rig(
      mail: ScriptedMail(["ann@example.com": Array(repeating: ScriptedMail.busy, count: 99)]))
    var last: ReportRun?
    for _ in 0..<6 {
      last = try await rig.run().last ?? last
      rig.clock.advance(by: .seconds(3600))
    }
    #expect(last?.state == .partly)
    #expect(last?.attempt == 4)
    #expect(rig.told.all.count == 1)
    #expect(rig.mail.recipients == ["bert@example.com"])
  }

  @Test func `a refusal without a status of its own suppresses nobody`() async throws {
    let bare = RecipientOutcome.refused(
      SMTPReply(code: 550, text: "mailbox unavailable"), at: .recipient)
    let rig = Rig(mail: ScriptedMail(["ann@example.com": [bare]]))
    #expect(try await rig.run().map(\.state) == [.partly])
    #expect(try await rig.ledger.suppressions().all.isEmpty)
  }

  @Test func `owners who could not be told are told by the next run`() async throws {
    let failure = RunFailure("export-refused", "no right to it", canRetry: false)
    let rig = Rig(exports: ScriptedExports(Rig.csv, beginFailures: [failure]))
    rig.told.fail(2)
    let turns = try await ReportRunner(rig.services()).run([try rig.item()])
    #expect(turns.flatMap(\.untold).map(\.code) == ["webhook-failed"])
    #expect(
      try await ReportRunner(rig.services()).run([try rig.item()]).flatMap(\.untold).count == 1)
    #expect(try await ReportRunner(rig.services()).run([try rig.item()]).flatMap(\.untold).isEmpty)
    #expect(rig.told.all.map { $0["event"] } == ["failed"])
    #expect(try await rig.run().isEmpty)
    #expect(rig.told.all.count == 1)
    let run = try #require(try await rig.ledger.runs(of: "id-1").first)
    #expect(run.steps.filter { $0.name == .notice }.map(\.outcome) == [.failed, .failed, .done])
  }

  @Test func `a report that is skipped does not count as sent again, and what was lost is named`()
    async throws
  {
    let failure = RunFailure("export-refused", "no right to it", canRetry: false)
    let documents = MemoryDocuments()
    let failing = Rig(
      exports: ScriptedExports(Rig.csv, beginFailures: [failure, failure]), documents: documents)
    try await failing.run()
    day(failing)
    try await failing.run()
    #expect(failing.told.all.map { $0["event"] } == ["failed"])
    let skipping = Rig(
      documents: documents, start: Rig.morning.advanced(by: .seconds(2 * 86_400))
    ) {
      $0["deliver"] = [
        "recipients": "file:list.txt", "formats": ["csv"], "sendIf": ["minimumRows": 99],
      ]
    }
    #expect(try await skipping.run().map(\.state) == [.skipped])
    #expect(skipping.told.all.isEmpty)
    let well = Rig(documents: documents, start: Rig.morning.advanced(by: .seconds(3 * 86_400)))
    #expect(try await well.run().map(\.state) == [.sent])
    #expect(well.told.all.map { $0["lost"] } == [["2026-11-28", "2026-11-29"]])
  }

  @Test func `a clock that was ahead for once keeps nothing back for long`() async throws {
    let documents = MemoryDocuments()
    let ahead = Rig(documents: documents, start: Rig.morning.advanced(by: .seconds(360 * 86_400)))
    #expect(
      try await ahead.run(since: Rig.morning.advanced(by: .seconds(-3600))).last?.state == .sent)
    let rig = Rig(documents: documents)
    #expect(try await rig.run().map(\.state) == [.sent])
    #expect(try await rig.run().isEmpty)
    #expect(rig.mail.sent.count == 2)
  }
}
