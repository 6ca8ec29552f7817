import Diagnostics
import JSON
import Reconciler
import Rendering
import Testing

/// Plans of very many changes.
@Suite struct LargePlanTests {
  private func report(_ count: Int) -> PlanReport {
    let operations = (0..<count).map { index in
      Samples.operation(
        .update, "widget-\(index)",
        [
          Samples.change("days", 30, .number(JSONNumber(index))),
          Samples.change("note", "before @a `b`", "after </details> \(index)"),
        ])
    }
    let meanings = operations.map { ($0.address, ["newly writes to ann@example.com"]) }
    return Samples.report(
      operations, unsafe: [.init(rule: "updatePercent", message: "changes 20000 of 20000")],
      findings: operations.map { .warning("code", "odd", address: $0.address.description) },
      meanings: Dictionary(meanings, uniquingKeysWith: { first, _ in first }))
  }

  @Test func `a comment on twenty thousand changes fits, and tells what matters`() {
    let text = report(20_000).rendered(as: .markdown, style: .plain)
    #expect(text.utf8.count <= 65_536 && text.utf16.count <= 65_536)
    #expect(text.contains("**Plan: 20000 updates"))
    #expect(text.contains("**Needs approval:** changes 20000 of 20000"))
    #expect(text.contains("*and 19950 more consequences*"))
    #expect(text.contains("*and 19800 more objects*"))
  }

  @Test func `SARIF leaves out what code hosts would, and says so`() {
    let document = SARIFRendering.document(report(6000).diagnostics, version: "1")
    let run = document["runs"]?.array?.first
    let results = run?["results"]?.array ?? []
    #expect(results.count == 5000 && results.first?["level"] == "error")
    let notice = run?["invocations"]?.array?.first?["toolExecutionNotifications"]?.array?.first
    #expect(notice?["message"]?["text"] == "1001 more results are left out")
    let prints = results.compactMap {
      $0["partialFingerprints"]?["primaryLocationLineHash"]?.string
    }
    #expect(Set(prints).count == 5000)
  }
}
