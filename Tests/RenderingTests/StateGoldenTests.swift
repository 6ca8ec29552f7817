import Diagnostics
import JSON
import Reconciler
import Rendering
import TestSupport
import Testing
import World

/// Who has written and who writes now, and what stands between a plan and the org.
@Suite struct StateGoldenTests {
  private let runs: [RunRecord] = [
    ("r-4", "ada@build-7", .running, [:]), ("r-3", "林檎", .interrupted, ["applied": 3]),
    ("r-2", "ada@build-7", .failed, ["applied": 1, "failed": 1, "skipped": 2]),
    ("r-1", "bob", .done, [:]),
  ].map { (id: String, actor: String, state: RunRecord.State, summary: [String: Int]) in
    RunRecord(
      id: id, environment: "dev", owner: "acme", actor: actor, commit: nil, started: Samples.now,
      state: state, plan: .null, summary: summary)
  }

  @Test func `the history of an environment`() throws {
    for (format, name) in [(Format.text, "history.txt"), (.markdown, "history.md")] {
      try Golden.check(
        HistoryRendering.rendered(runs, environment: "dev", as: format, style: .plain), name)
    }
    #expect(
      HistoryRendering.rendered([], environment: "dev", as: .text, style: .plain)
        == "No run has written to dev yet.\n")
  }

  @Test func `who holds the lease`() throws {
    let lease = Lease(
      run: "r-4", holder: "ada on build-7, process 4", acquired: Samples.now,
      expires: Samples.now.advanced(by: .seconds(90)))
    let late = Samples.now.advanced(by: .seconds(600))
    var text = ""
    for (lease, now) in [(nil, Samples.now), (lease, Samples.now), (lease, late)] {
      for format in [Format.text, .markdown] {
        text += LeaseRendering.rendered(
          lease, environment: "dev", now: now, as: format, style: .plain)
      }
    }
    try Golden.check(text, "lock.txt")
  }

  @Test func `a conflict says what each of the three has`() throws {
    let conflicts: [PlanCheck.Conflict] = [
      .init(
        address: Samples.address("voice"), path: JSONPointer(["spec", "days"]), planned: 30,
        found: 45, wanted: 90),
      .init(
        address: Samples.address("voice"), path: JSONPointer(["spec", "note"]),
        planned: .string(Samples.longNote), found: nil, wanted: "short"),
      .init(
        address: Samples.address("voice"), path: JSONPointer(["spec", "auth"]), planned: nil,
        found: ["key": ["unknown": true]], wanted: ["key": Samples.secret]),
      .init(address: Samples.address("gone"), path: nil, planned: [:], found: nil, wanted: [:]),
      .init(address: Samples.address("new"), path: nil, planned: nil, found: [:], wanted: [:]),
    ]
    let text = DiagnosticRendering.text(
      ConflictRendering.diagnostics(conflicts), style: .plain)
    try Golden.check(text, "conflict.txt")
    #expect(!text.contains("WIDGET_KEY"))
  }
}
