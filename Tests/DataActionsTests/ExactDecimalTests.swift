import DataActions
import TestSupport
import Testing

/// What numbers are read as, and how they compare.
@Suite struct ExactDecimalTests {
  static let numbers: [(text: String, value: String?)] = [
    ("0", "0"), ("-0", "0"), ("007.50", "7.50"), ("+5", "5"), (".5", "0.5"), ("5.", "5"),
    ("-.05", "-0.05"), ("1e3", "1000"), ("1.25E+1", "12.5"), ("12e-3", "0.012"),
    ("99999999999999999999.99", "99999999999999999999.99"),
    ("123456789012345678", "123456789012345678"), ("1234567890123456789", "1234567890123456789"),
    ("170141183460469231731687303715884105727", "170141183460469231731687303715884105727"),
    ("170141183460469231731687303715884105728", nil), ("1e39", nil), ("0e99", "0"), ("1e999", nil),
    ("", nil), ("-", nil), (".", nil), ("e5", nil), ("1e", nil), ("NaN", nil), ("Infinity", nil),
    ("1,5", nil), ("1 ", nil), ("0x1", nil), ("--1", nil), ("1.2.3", nil),
  ]

  @Test(arguments: numbers)
  func `a text is this number or none`(example: (text: String, value: String?)) {
    #expect(ExactDecimal(example.text)?.text == example.value)
  }

  @Test func `numbers compare by value, whatever their digits`() throws {
    let texts = [
      "-170141183460469231731687303715884105727", "-1.5", "-1.49",
      "0.000000000000000000000000000001",
      "1", "1.0000001", "2", "170141183460469231731687303715884105727",
    ]
    let numbers = try texts.map { try #require(ExactDecimal($0)) }
    for (index, number) in numbers.enumerated() {
      for (other, second) in numbers.enumerated() {
        #expect((number < second) == (index < other))
        #expect((number == second) == (index == other))
      }
    }
    let same = try ["1.5", "1.50", "15e-1"].map { try #require(ExactDecimal($0)) }
    #expect(Set(same).count == 1)
  }
}
