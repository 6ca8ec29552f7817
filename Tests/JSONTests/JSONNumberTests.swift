import JSON
import Testing

@Suite struct JSONNumberTests {
  @Test(arguments: [
    ("1", "1.0", true), ("1e3", "1000", true), ("-0", "0.0e5", true), ("0.1", "1e-1", true),
    ("12345678901234567890", "12345678901234567891", false), ("1", "-1", false),
    ("0.1", "0.10000000000000001", false), ("1e400", "10e399", true),
    ("0.1e-9223372036854775808", "0", false), ("1e99999999999999999999", "1", false),
  ])
  func `numbers are equal by value, however they are written`(
    left: String, right: String, equal: Bool
  ) throws {
    #expect((try JSON.parse(left) == JSON.parse(right)) == equal)
    if equal { #expect(try JSON.parse(left).hashValue == JSON.parse(right).hashValue) }
  }

  @Test(arguments: [
    ("333333333.33333329", "333333333.3333333"), ("1E30", "1e+30"), ("4.50", "4.5"),
    ("2e-3", "0.002"), ("0.000000000000000000000000001", "1e-27"), ("-0", "0"),
    ("5e-324", "5e-324"), ("1.7976931348623157e308", "1.7976931348623157e+308"),
    ("9007199254740992", "9007199254740992"), ("295147905179352825856", "295147905179352830000"),
    ("-295147905179352825856", "-295147905179352830000"),
    ("9.999999999999997e22", "9.999999999999997e+22"), ("1e23", "1e+23"), ("1e21", "1e+21"),
    ("999999999999999900000", "999999999999999900000"), ("0.000001", "0.000001"),
    ("9.999999999999997e-7", "9.999999999999997e-7"), ("100", "100"), ("123.456", "123.456"),
  ])
  func `a double is written as RFC 8785 shows`(text: String, canonical: String) throws {
    #expect(try JSON.parse(text).canonicalText == canonical)
  }

  @Test(arguments: [
    ("9007199254740993", "9007199254740993"), ("12345678901234567891", "12345678901234567891"),
    ("295147905179352825857", "295147905179352825857"), ("1e400", "1e+400"),
    ("0.1000000000000000055", "0.1000000000000000055"), ("1e-400", "1e-400"),
    ("12345678901234567890123", "1.2345678901234567890123e+22"),
  ])
  func `a number that no double holds keeps all its digits`(
    text: String, canonical: String
  ) throws {
    #expect(try JSON.parse(text).canonicalText == canonical)
  }

  @Test(arguments: [
    ("1e3", 1000), ("9223372036854775807", Int.max), ("-9223372036854775808", Int.min),
    ("9223372036854775808", nil), ("1.5", nil), ("10.0", 10),
  ])
  func `a whole number that fits is an Int`(text: String, value: Int?) throws {
    #expect(try JSON.parse(text).int == value)
  }
}
