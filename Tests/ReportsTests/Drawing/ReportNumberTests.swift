import Reports
import Testing

@Suite struct ReportNumberTests {
  @Test(arguments: [
    ("0", "0"), ("-12", "−12"), ("3.50", "3.50"), ("+7", "7"), ("1e3", "1000"),
    ("1.5e-3", "0.0015"),
    ("999999999999999", "999999999999999"), ("0.1234567891", "0.123456789"), ("007", "7"),
  ])
  func `a number is read as it is written`(text: String, plain: String) {
    #expect(ReportNumber(text)?.plain == plain)
  }

  @Test(arguments: [
    "", "-", "n/a", "1,5", "1.2.3", ".5", "1e", "1e99", "1234567890123456", "0x1F", "1 ",
  ])
  func `what is no number is none`(text: String) {
    #expect(ReportNumber(text) == nil)
  }

  @Test func `a sum of many decimals is exact`() throws {
    let tenth = try #require(ReportNumber("0.1"))
    let sum = (0..<1000).reduce(ReportNumber.zero) { sum, _ in sum + tenth }
    #expect(sum == ReportNumber(100))
    #expect(sum.hashValue == ReportNumber(100).hashValue)
  }

  @Test func `the sum of a billion of the largest numbers has an average`() throws {
    let largest = try #require(ReportNumber("999999999999999.999999999"))
    var sum = largest
    for _ in 0..<30 { sum = sum + sum }
    #expect(sum.divided(by: 1 << 30) == largest)
  }
}
