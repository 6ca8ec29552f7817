import Diagnostics
import JSON
import Mail
import Reconciler
import Reports
import TestSupport
import Testing
import World

/// What is due is sent, and sent once.
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
    #expect(await ReportRunner(rig.services()).run([item]).flatMap(\.runs).isEmpty)
    rig.clock.advance(by: ReportLedger.patience + .seconds(1))
    let runs = await ReportRunner(rig.services()).run([item]).flatMap(\.runs)
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
    let runs = await ReportRunner(rig.services()).run([item]).flatMap(\.runs)
    #expect(runs.map(\.state) == [.partly])
    #expect(rig.mail.recipients == ["bert@example.com"])
    #expect(runs.first?.reason?.contains("ann@example.com: unknown") == true)
    #expect(rig.told.all.count == 1)
  }

  @Test func `an export that is not done is left, and another run goes on with it`() async throws {
    let rig = Rig(exports: ScriptedExports(Rig.csv, looks: [.unfinished, .unfinished]))
    #expect(try await rig.run().map(\.state) == [.deferred])
    #expect(try await rig.run().map(\.state) == [.deferred])
    let resumed = await ReportRunner(rig.services()).resume([try rig.item()]).flatMap(\.runs)
    #expect(resumed.map(\.state) == [.sent])
    #expect(rig.exports.begun.count == 1)
    #expect(rig.mail.sent.count == 2)
    #expect(await ReportRunner(rig.services()).resume([try rig.item()]).flatMap(\.runs).isEmpty)
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
    let turn = await ReportRunner(rig.services()).send(
      try rig.item(), to: ["owner@example.com"])
    #expect(turn.runs.map(\.state) == [.sent])
    #expect(rig.mail.recipients == ["owner@example.com"])
    #expect(try await rig.run().map(\.state) == [.sent])
    #expect(rig.mail.sent.count == 3)
  }

  @Test func `a ledger that is damaged sends nothing`() async throws {
    let rig = Rig()
    try await rig.run()
    day(rig)
    let name = try #require(rig.documents.documentNames(in: "report-standing").first)
    let kept = try #require(rig.documents.document(name))
    _ = rig.documents.keep(["format": "nonsense"], as: name, replacing: kept.revision)
    await #expect(throws: StateFailure.self) { try await rig.run() }
    #expect(rig.mail.sent.count == 2)
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

  @Test func `a report sent by hand is waited for, and never sent to the list by another run`()
    async throws
  {
    let deferred = { (spec: inout JSONObject) in spec["export"] = ["mode": "deferred"] }
    let rig = Rig(spec: deferred)
    let turn = await ReportRunner(rig.services()).send(
      try rig.item(since: rig.clock.world.now()), to: ["owner@example.com"])
    #expect(turn.runs.map(\.state) == [.sent])
    #expect(rig.exports.manners == [.wait(budget: .seconds(300))])

    let stuck = Rig(exports: ScriptedExports(Rig.csv, looks: [.unfinished]), spec: deferred)
    let item = try stuck.item(since: stuck.clock.world.now())
    _ = await ReportRunner(stuck.services()).send(item, to: ["owner@example.com"])
    stuck.clock.advance(by: ReportLedger.patience + .seconds(1))
    #expect(await ReportRunner(stuck.services()).run([item]).flatMap(\.runs).isEmpty)
    #expect(await ReportRunner(stuck.services()).resume([item]).flatMap(\.runs).isEmpty)
    #expect(stuck.mail.sent.isEmpty)
  }

  @Test func `a report whose ledger is damaged does not keep the others back`() async throws {
    let rig = Rig()
    _ = rig.documents.keep(["format": "nonsense"], as: "report-standing/bad", replacing: nil)
    let turns = await ReportRunner(rig.services()).run([try rig.item("bad"), try rig.item()])
    #expect(turns.map { $0.failure?.problem.code } == ["ledger-corrupt", nil])
    #expect(turns.map { $0.runs.map(\.state) } == [[], [.sent]])
  }

  @Test func `a run that sends for long is not taken over as long as somebody is sent to`()
    async throws
  {
    let rig = Rig()
    let now = rig.clock.world.now()
    let run = ReportRun(
      report: "id-1", id: "long", name: "queues", cause: .scheduled,
      period: CoveredPeriod(label: "2026-11-28", interval: "long", timeZone: "UTC"), due: now,
      started: now)
    guard case .ours(let held) = try await rig.ledger(of: "slow").claim(run) else {
      Issue.record("it is free")
      return
    }
    let ann = try EmailAddress(parsing: "ann@example.com")
    for attempt in 1...5 {
      rig.clock.advance(by: ReportLedger.patience * 2 / 3)
      try await held.enter(
        [DeliveryRow(recipient: ann, state: .sending, text: "offered", attempt: attempt)], part: 1)
    }
    rig.clock.advance(by: .seconds(60))
    guard case .held = try await rig.ledger(of: "other").claim(run) else {
      Issue.record("it is somebody's")
      return
    }
  }

  @Test func `a report that is switched off writes nothing while nothing comes due`() async throws {
    let rig = Rig { $0["enabled"] = false }
    try await rig.run()
    let name = "report-standing/id-1"
    let before = try #require(rig.documents.document(name))
    try await rig.run()
    #expect(rig.documents.document(name)?.revision == before.revision)
  }
}
