import Diagnostics
import JSON
import Reconciler
import Rendering
import TestSupport
import Testing
import World

/// What apply, audit, history and lock tell of runs.
@Suite struct RunGoldenTests {
  static func result(
    _ operation: Reconciler.Operation, _ outcome: OperationResult.Outcome, attempts: Int = 1,
    correlation: String? = "c-17"
  ) -> OperationResult {
    OperationResult(
      operation: operation, outcome: outcome, id: operation.id,
      attempts: (1...attempts).map { .init(status: $0 == attempts ? 400 : 503, latency: .zero) },
      latency: .milliseconds(120), correlation: correlation, finished: Samples.now)
  }

  static let refused = Diagnostic.error(
    "request-failed", "Genesys Cloud answered with status 400 (bad.value): days is too large",
    address: "Widget/recordings",
    notes: [.init("request: PUT /api/v2/widgets/{id}"), .init("correlation id: c-17")],
    hint: "days must be at most 3650")

  static let mixed = [
    result(Samples.created, .applied), result(Samples.replaced, .unchanged),
    result(Samples.updated, .failed(.other, refused), attempts: 3),
    result(Samples.adopted, .skipped("needs Widget/recordings, which failed")),
  ]

  static func report(
    _ results: [OperationResult], failures: [Diagnostic] = [], interrupted: Bool = false,
    attempt: Int = 1
  ) -> AuditReport {
    AuditReport(
      run: .init(
        id: "r-20261121-1", attempt: attempt, planID: "p-0123456789abcdef", environment: "dev",
        owner: "acme/contact-center", actor: "ada@build-7", commit: "0123abc",
        started: Samples.now, finished: Samples.now.advanced(by: .seconds(42))),
      results: results, routing: .degraded, requests: ["genesys": 12, "s3": 3],
      failures: failures, wasInterrupted: interrupted, kinds: Samples.kinds)
  }

  private func check(_ report: AuditReport, _ name: String) throws {
    let apply = ApplyReport(report, path: ".gcsync/audit/r-20261121-1.json")
    try Golden.check(apply.rendered(as: .text, style: .plain), "apply-\(name).txt")
    try Golden.check(apply.rendered(as: .markdown, style: .plain), "apply-\(name).md")
  }

  @Test func `an apply in which everything went well`() throws {
    try check(Self.report(Array(Self.mixed.prefix(2))), "ok")
  }

  @Test func `a replacement of which the second half failed says that the first is done`() {
    func attempts(_ statuses: [Int]) -> OperationResult {
      OperationResult(
        operation: Samples.replaced, outcome: .failed(.other, Self.refused), id: nil,
        attempts: statuses.map { .init(status: $0, latency: .zero) }, latency: nil,
        correlation: nil, finished: Samples.now)
    }
    func text(_ statuses: [Int]) -> String {
      ApplyReport(Self.report([attempts(statuses)]), path: "a.json")
        .rendered(as: .text, style: .plain)
    }
    #expect(text([204, 400]).contains("the former one was deleted"))
    #expect(!text([204, 400]).contains("sent 2 times"))
    #expect(text([503, 204, 503, 400]).contains("sent 2 times, the last with status 400"))
    #expect(text([503, 400]).contains("sent 2 times"))
    #expect(!text([503, 400]).contains("was deleted"))
  }

  @Test func `an apply in which something failed`() throws {
    try check(Self.report(Self.mixed), "failed")
  }

  @Test func `an apply that was interrupted and can be resumed`() throws {
    let results = [
      Self.mixed[0], Self.result(Samples.deleted, .skipped("the run was interrupted")),
    ]
    try check(Self.report(results, interrupted: true, attempt: 2), "interrupted")
  }

  @Test func `an apply that ended before its first write`() throws {
    let refusal = Diagnostic.error(
      "unsafe-plan", "p-0123456789abcdef breaks the rule deletePercent: deletes 4 of 11",
      hint: "look at it with plan, then apply with --approve-unsafe p-0123456789abcdef")
    try check(Self.report([], failures: [refusal]), "refused")
  }

  @Test func `an apply that had nothing to do`() throws {
    try check(Self.report([]), "nothing")
  }

  @Test func `an audit report`() throws {
    let document = Self.report(Self.mixed, interrupted: true, attempt: 2).document
    for (format, name) in [(Format.text, "audit.txt"), (.markdown, "audit.md")] {
      try Golden.check(
        AuditRendering.rendered(document, as: format, style: .plain), name)
    }
  }

  @Test func `the verdict on a chain`() throws {
    let whole = AuditChain.verify([]) { _ in nil }
    let broken = AuditChain.verify(Array("{\"run\": \"r-1 @ops\"}\nno\n".utf8)) { _ in nil }
    var text = ""
    for verdict in [whole, broken] {
      for format in [Format.text, .markdown] {
        text += AuditRendering.rendered(verdict, as: format, style: .plain) + "\n"
      }
    }
    try Golden.check(text, "audit-chain.txt")
  }
}
