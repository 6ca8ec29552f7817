import JSON
import Mail
import Reconciler
import Reports
import TestSupport
import Testing
import World

/// What goes wrong with runs, when it is tried again and who is told.
@Suite struct FailureNoticeTests {
  private func day(_ rig: Rig) { rig.clock.advance(by: .seconds(86_400)) }

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

  @Test func `owners who could not be told are told by the next run`() async throws {
    let failure = RunFailure("export-refused", "no right to it", canRetry: false)
    let rig = Rig(exports: ScriptedExports(Rig.csv, beginFailures: [failure]))
    rig.told.fail(2)
    #expect(try await rig.turn().untold.map(\.code) == ["webhook-failed"])
    #expect(try await rig.turn().untold.count == 1)
    #expect(try await rig.turn().untold.isEmpty)
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

  @Test func `a folder that cannot be made is a step of the run like any other`() async throws {
    let rig = Rig()
    let turns = await ReportRunner(rig.services(scratch: "/proc/none")).run([try rig.item()])
    let run = try #require(turns.first?.runs.first)
    #expect(run.state == .failed)
    #expect(run.steps.map(\.outcome) == [.failed])
    #expect(run.reason?.contains("no folder can be made") == true)
    #expect(rig.exports.begun.isEmpty)
  }

  @Test func `a run whose end was not told yet is told by whoever comes next, once`() async throws {
    let failure = RunFailure("export-refused", "no right to it", canRetry: false)
    let rig = Rig(exports: ScriptedExports(Rig.csv, beginFailures: [failure]))
    try await rig.run()
    let run = try #require(try await rig.ledger.runs(of: "id-1").first)
    #expect(try await rig.ledger.standing(of: "id-1").unfinished.isEmpty)
    #expect(rig.told.all.count == 1)
    try await rig.ledger.changeStanding(of: "id-1") { standing in
      (standing.unfinished, standing.lost, standing.isTold) = ([run.id], [], false)
    }
    try await rig.run()
    try await rig.run()
    #expect(rig.told.all.count == 2)
  }
}
