import Crypto
import Diagnostics
import JSON
import Reconciler
import Rendering
import TestSupport
import Testing
import World

/// Plans and drift as a person reads them; the golden files are the specification.
@Suite struct PlanGoldenTests {
  private let everything = Samples.report(
    Samples.everything,
    unsafe: [
      .init(
        rule: "deletePercent",
        message:
          "deletes 4 of 11 existing Widget objects, more than the 30 % of limits.deletePercent"
      )
    ],
    findings: [
      .warning(
        "deletion-forbidden",
        "Widget/kept is no longer declared, and its deletionPolicy forbids deleting it",
        address: "Widget/kept", hint: "declare it again with metadata.deletionPolicy: delete")
    ],
    blocked: [
      Samples.address("found"): Samples.adopted.blockedBy,
      Samples.address("lake"): ["Bucket lacks server-side encryption"],
    ], unchanged: 12, requests: .init(read: 3, apply: 9), causes: Samples.causes,
    meanings: [
      Samples.address("recordings"): [
        "recordings become deletable after 90 days instead of 30: none before 2027-01-28",
        "newly writes to ann@example.com",
      ]
    ])

  private let nothing = Samples.report([], unchanged: 3, requests: .init(read: 1, apply: 0))

  private func drift(_ operations: [Reconciler.Operation]) -> PlanReport {
    Samples.report(operations, unchanged: 2, requests: .init(read: 3, apply: 4)) { operation, _ in
      switch operation.action {
      case .update: .org
      case .create: .git
      case .replace: .both
      case .delete, .adopt: .unknown
      }
    }
  }

  @Test func `a plan as text`() throws {
    try Golden.check(everything.rendered(as: .text, style: .plain), "plan.txt")
  }

  @Test func `a plan as Markdown`() throws {
    try Golden.check(everything.rendered(as: .markdown, style: .plain), "plan.md")
  }

  @Test func `a plan on a narrow terminal`() throws {
    let style = Style(color: false, width: 60)
    try Golden.check(everything.rendered(as: .text, style: style), "plan-narrow.txt")
  }

  @Test func `a plan in colour`() throws {
    let text = everything.rendered(as: .text, style: Style(color: true, width: 100))
    try Golden.check(text.replacing("\u{1B}", with: "␛"), "plan-colour.txt")
  }

  @Test func `a plan that changes nothing`() throws {
    try Golden.check(nothing.rendered(as: .text, style: .plain), "plan-nothing.txt")
    try Golden.check(nothing.rendered(as: .markdown, style: .plain), "plan-nothing.md")
    #expect(nothing.json["changes"] == [])
    #expect(nothing.json["summary"]?["create"] == 0)
    #expect(nothing.json["summary"]?["unchanged"] == 3)
    #expect(nothing.json["requests"]?["apply"] == 0)
    #expect(nothing.patch == [])
  }

  @Test func `a plan that could not read everything`() throws {
    let problem = Diagnostic.error(
      "permission-denied", "the client lacks the permission widget:read",
      notes: [.init("request: GET /api/v2/widgets"), .init("correlation id: c-81")],
      hint: "Widget needs widget:read: give the OAuth client a role with it")
    let report = Samples.report([], findings: [problem], isPartial: true)
    try Golden.check(report.rendered(as: .text, style: .plain), "plan-incomplete.txt")
    try Golden.check(report.rendered(as: .markdown, style: .plain), "plan-incomplete.md")
  }

  @Test func `drift`() throws {
    let operations = [Samples.created, Samples.updated, Samples.deleted, Samples.replaced]
    try Golden.check(drift(operations).rendered(as: .text, style: .plain), "drift.txt")
    try Golden.check(drift(operations).rendered(as: .markdown, style: .plain), "drift.md")
    try Golden.check(drift([]).rendered(as: .text, style: .plain), "drift-none.txt")
  }

  @Test(arguments: [true, false]) func `a saved plan, signed while it holds`(
    isExpired: Bool
  ) throws {
    let proposal = Proposal(
      plan: Samples.plan([Samples.replaced]), unchanged: 4, requests: .init(read: 2, apply: 3))
    var file = PlanFile(
      proposal,
      envelope: .init(
        createdAt: Samples.now, expiresAt: Samples.now.advanced(by: .seconds(3600)),
        actor: "ada@build-7", commit: "0123abc"))
    if !isExpired { file.sign(with: try SigningKey(bytes: Array(1...32))) }
    let report = PlanReport(
      proposal, kinds: Samples.kinds, exitCode: 0, saved: .init(file, isExpired: isExpired))
    let name = isExpired ? "saved-expired" : "saved"
    try Golden.check(report.rendered(as: .text, style: .plain), "\(name).txt")
    try Golden.check(report.rendered(as: .markdown, style: .plain), "\(name).md")
  }

  @Test(arguments: [40, 60, 100]) func `a long path keeps its end`(width: Int) {
    let path = "mediaPolicies.callPolicy.conditions.forQueues.0.timeAllowed.timeSlots.3.stopTime"
    let change = FieldChange(
      path: JSONPointer(["spec"] + path.split(separator: ".").map(String.init)), before: "09:00",
      after: "17:00")
    let report = Samples.report([Samples.operation(.update, "hours", [change])])
    let text = report.rendered(as: .text, style: Style(color: false, width: width))
    #expect(text.contains("…."))
    #expect(text.contains("3.stopTime: \"09:00\" → \"17:00\""))
    #expect(text.contains("mediaPolicies.….") == (width > 40))
    let wide = report.rendered(as: .text, style: Style(color: false, width: 200))
    #expect(wide.contains("  \(path): "))
  }

  @Test func `how long applying takes follows from what the org takes in a minute`() {
    func report(_ perMinute: Int) -> PlanReport {
      Samples.report(
        [Samples.updated], requests: .init(read: 1, apply: 1201, perMinute: perMinute))
    }
    let slow = report(300)
    #expect(
      slow.rendered(as: .text, style: .plain)
        .contains("1201 requests to apply, about 4 minutes at 300 a minute"))
    #expect(slow.rendered(as: .markdown, style: .plain).contains("about 4 minutes at 300 a minute"))
    #expect(slow.json["requests"]?["minutesToApply"] == 4)
    #expect(report(6000).rendered(as: .text, style: .plain).contains("to apply, under a minute\n"))
    #expect(report(6000).json["requests"]?["perMinute"] == 6000)
  }
}
