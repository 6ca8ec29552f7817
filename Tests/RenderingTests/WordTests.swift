import Diagnostics
import JSON
import Reconciler
import Rendering
import Testing

/// The words that people read and scripts look for.
@Suite struct WordTests {
  private typealias Action = Reconciler.Operation.Action

  private func summary(_ counts: [Action: Int], requests: Int = 2) -> String? {
    let operations = counts.flatMap { action, count in
      (0..<count).map { Samples.operation(action, "\(action.rawValue)-\($0)") }
    }
    let report = Samples.report(operations, unchanged: 7, requests: .init(read: 1, apply: requests))
    return report.rendered(as: .text, style: .plain).split(separator: "\n").last.map(String.init)
  }

  @Test func `the summary counts in a fixed order, one thing in the singular`() {
    #expect(
      summary([.create: 1, .update: 2, .replace: 1, .delete: 3, .adopt: 1])
        == "Plan: 1 create, 2 updates, 1 replace, 3 deletes, 1 adopt · 7 unchanged · "
        + "2 requests to apply, under a minute")
    #expect(
      summary([.update: 1], requests: 1)
        == "Plan: 1 update · 7 unchanged · 1 request to apply, under a minute")
    #expect(summary([:], requests: 0) == "Plan: no changes · 7 unchanged")
  }

  @Test(
    arguments: [
      (1, "under a minute"), (300, "under a minute"), (301, "about 1 minute at 300 a minute"),
      (601, "about 2 minutes at 300 a minute"), (18_001, "about 1 hour at 300 a minute"),
      (36_001, "about 2 hours at 300 a minute"), (40_000, "about 2 hours at 300 a minute"),
    ]) func `the time an apply takes follows from its requests`(requests: Int, words: String)
  {
    #expect(summary([.update: 1], requests: requests)?.hasSuffix("to apply, \(words)") == true)
  }

  @Test(arguments: [Format.text, .markdown])
  func `a plan with a problem does not say that there is nothing to do`(format: Format) {
    let reports = [
      Samples.report([], findings: [.error("ambiguous-match", "several objects share the name")]),
      Samples.report([], blocked: [Samples.address("lake"): ["Bucket lacks encryption"]]),
      Samples.report([], isPartial: true),
    ]
    for report in reports {
      #expect(!report.rendered(as: format, style: .plain).contains("as declared"))
    }
    #expect(Samples.report([]).rendered(as: format, style: .plain).contains("as declared"))
  }
}
