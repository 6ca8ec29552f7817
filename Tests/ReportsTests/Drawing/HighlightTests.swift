import Reports
import Testing

@Suite struct HighlightTests {
  @Test(arguments: [
    (Highlight.Condition.above(ReportNumber(70)), "70", false),
    (.above(ReportNumber(70)), "70.1", true),
    (.below(ReportNumber(70)), "69.99", true), (.below(ReportNumber(70)), "n/a", false),
    (.between(ReportNumber(1), ReportNumber(2)), "2", true), (.equals("FAILED"), "FAILED", true),
    (.contains("é"), "Rappelé", true), (.isEmpty, "", true), (.isEmpty, " ", false),
  ])
  func `a condition looks at the number or at the text`(
    condition: Highlight.Condition, raw: String, holds: Bool
  ) {
    let rule = Highlight(column: 0, condition, tone: .bad)
    #expect(rule.matches(raw, ReportNumber(raw)) == holds)
  }

  @Test(arguments: [
    ("#1F5F8B", true), ("1F5F8B", false), ("#1F5F8", false), ("#1F5F8G", false), ("#+F5F8B", false),
  ])
  func `a colour is six hexadecimal digits`(text: String, isOne: Bool) {
    #expect((Colour(text) != nil) == isOne)
  }
}
