import Testing
import World

@Suite struct TimestampTests {
  @Test(arguments: [
    ("1970-01-01T00:00:00Z", 0),
    ("2026-11-21T01:30:00Z", 1_795_224_600_000),
    ("2000-02-29T23:59:59.5Z", 951_868_799_500),
    ("1969-12-31T23:59:59.999Z", -1),
    ("2026-11-21T03:30:00+02:00", 1_795_224_600_000),
    ("2026-11-20", 1_795_132_800_000),
  ])
  func `an RFC 3339 text names its millisecond`(text: String, milliseconds: Int64) {
    #expect(Timestamp(rfc3339: text)?.milliseconds == milliseconds)
  }

  @Test(arguments: [
    "2026-02-29T00:00:00Z", "2026-13-01", "2026-11-21T24:00:00Z", "2026-11-21T01:30:00", "now",
    "2026-11-21T01:30:00Zx", "",
  ])
  func `a text that is no date is refused`(text: String) {
    #expect(Timestamp(rfc3339: text) == nil)
  }

  @Test(arguments: [
    "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
  ])
  func `all three HTTP date forms name the same second`(text: String) {
    #expect(Timestamp(httpDate: text)?.rfc3339 == "1994-11-06T08:49:37Z")
  }

  @Test(arguments: ["120", "Sun, 06 Nov 1994", "Sun, 06 Nov 1994 08:49:37 CET", ""])
  func `what is no HTTP date is refused`(text: String) {
    #expect(Timestamp(httpDate: text) == nil)
  }

  @Test func `every form of one moment agrees`() {
    let moment = Timestamp(milliseconds: 784_111_777_000)
    #expect(moment.httpDate == "Sun, 06 Nov 1994 08:49:37 GMT")
    #expect(moment.basicISO8601 == "19941106T084937Z")
    #expect(moment.basicDate == "19941106")
    #expect(moment.advanced(by: .milliseconds(1500)).rfc3339 == "1994-11-06T08:49:38.500Z")
  }

  @Test func `civil fields come back over four centuries`() {
    for day in stride(from: -146_097, through: 146_097, by: 37) {
      let moment = Timestamp(seconds: Int64(day) * 86400 + 3601)
      #expect(CivilTime(moment).timestamp == moment)
    }
  }
}
