import Reports
import Testing

@Suite struct ValueFormatTests {
  @Test(arguments: [
    (ValueKind.text, "<b>1</b>", "<b>1</b>"),
    (.number(), "1234567.5", "1,234,567.5"),
    (.number(), "-0.25", "−0.25"),
    (.number(), "n/a", "n/a"),
    (.number(), "", ""),
    (.number(decimals: 2), "2.005", "2.01"),
    (.number(decimals: 0), "999.5", "1,000"),
    (.number(decimals: 2), "7", "7.00"),
    (.number(decimals: 0, unit: "€"), "1200", "1,200\u{A0}€"),
    (.percent(), "0.8734", "87.3%"),
    (.percent(decimals: 0, isHundredths: true), "87.5", "88%"),
    (.percent(), "87.34%", "87.3%"),
    (.duration(), "3723000", "1:02:03"),
    (.duration(), "499", "0:00:00"),
    (.duration(from: .seconds), "59.5", "0:01:00"),
    (.duration(from: .minutes, as: .words), "90", "1\u{A0}h\u{A0}30\u{A0}min"),
    (.duration(from: .seconds, as: .words), "75", "1\u{A0}min\u{A0}15\u{A0}s"),
    (.duration(), "100:00:07", "100:00:07"),
    (.duration(), "-90000", "−0:01:30"),
    (.date(), "2026-11-28T09:30:15Z", "2026-11-28 09:30"),
    (.date(pattern: "dd.MM.yyyy"), "2026-11-28", "28.11.2026"),
    (.date(pattern: "HH:mm"), "2026-11-28", "00:00"),
    (.date(), "yesterday", "yesterday"),
    (.date(), "2026-11-28T9", "2026-11-28T9"),
  ])
  func `a cell is written as its kind has it, and as it is where it is not of that kind`(
    kind: ValueKind, raw: String, shown: String
  ) {
    let format = ValueFormat(kind)
    #expect(format.text(raw, format.number(raw)) == shown)
  }

  @Test func `separators are those of the theme`() {
    let style = NumberStyle(decimalSeparator: ",", groupSeparator: ".")
    let format = ValueFormat(.number(decimals: 2), style)
    #expect(format.text(ReportNumber(123_456_789, scale: 3)) == "123.456,79")
  }

  @Test(arguments: [
    (Total.sum, "12"), (.average, "4"), (.count, "4"), (.minimum, "−1"), (.maximum, "9.50"),
  ])
  func `a total is of the cells that are numbers, and a count of those that are not empty`(
    total: Total, shown: String
  ) throws {
    var accumulator = TotalAccumulator()
    let format = ValueFormat(.number())
    for raw in ["9.50", "", "-1", "n/a", "3.5"] { accumulator.add(raw, format.number(raw)) }
    let value = try #require(accumulator.value(total))
    #expect(
      ReportNumber(value.plain.replacing("−", with: "-"))
        == ReportNumber(shown.replacing("−", with: "-")))
    #expect(accumulator.others == 1)
  }

  @Test func `there is no average, least or greatest of nothing`() {
    let nothing = TotalAccumulator()
    #expect(nothing.value(.average) == nil && nothing.value(.minimum) == nil)
    #expect(nothing.value(.sum) == .zero)
  }
}
