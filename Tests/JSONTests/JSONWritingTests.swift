import JSON
import Testing

@Suite struct JSONWritingTests {
  @Test func `the sample of RFC 8785 becomes its canonical form`() throws {
    let sample = #"""
      {
        "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
        "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
        "literals": [null, true, false]
      }
      """#
    let canonical = #"""
      {"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}
      """#
    #expect(try JSON.parse(sample).canonicalText == canonical)
  }

  @Test func `members are sorted by UTF-16 code units`() throws {
    let names = ["\u{20ac}", "\r", "\u{fb33}", "1", "\u{1f600}", "\u{80}", "\u{f6}", "a", "aa"]
    let object = JSON.object(JSONObject(names.map { ($0, .null) }))
    let sorted = try JSON.parse(object.canonicalText).object?.keys
    #expect(
      sorted == ["\r", "1", "a", "aa", "\u{80}", "\u{f6}", "\u{20ac}", "\u{1f600}", "\u{fb33}"])
  }

  @Test func `the compact text keeps order and numbers as they were`() throws {
    let text = #"{"b":1.50,"a":[1e3,-0,"\u0001\b\f\t\r\"\\/ü😀"],"c":{},"d":[]}"#
    #expect(try JSON.parse(text).text == text)
  }

  @Test func `the text for people has a line for each thing`() throws {
    let pretty = """
      {
        "a": [
          1,
          {
            "b": null
          }
        ],
        "c": {},
        "d": []
      }
      """
    #expect(try JSON.parse(pretty).prettyText == pretty)
    #expect(JSON.array([]).prettyText == "[]")
  }

  @Test(arguments: 0..<200 as Range<UInt64>)
  func `random values come back from all texts and from patches`(seed: UInt64) throws {
    var random = RandomJSON(seed: seed)
    let (value, other) = (random.value(depth: 4), random.value(depth: 4))
    #expect(try JSON.parse(value.text) == value)
    #expect(try JSON.parse(value.text).text == value.text)
    #expect(try JSON.parse(value.prettyText) == value)
    let canonical = value.canonicalText
    #expect(try JSON.parse(canonical).canonicalText == canonical)
    #expect(try value.applying(patch: .patch(from: value, to: other)) == other)
    #expect(JSON.patch(from: value, to: value) == [])
  }
}
