import JSON
import JSONSchema
import Testing

@Suite struct FormatTests {
  private static let table: [(format: String, valid: [String], invalid: [String])] = [
    (
      "date-time", ["2024-02-29T23:59:60Z", "1990-12-31t15:59:60.5-08:00"],
      [
        "2023-02-29T00:00:00Z", "2024-01-01T00:00:00", "2024-01-01 00:00:00Z",
        "1998-12-31T23:58:60Z", "2024-01-01T24:00:00Z", "2024-01-01T00:00:00+24:00",
      ]
    ),
    (
      "date", ["2000-02-29"], ["1900-02-29", "2024-13-01", "2024-1-01", "2024-04-31", "2024-01-0१"]
    ),
    (
      "time", ["08:30:06.283185Z", "01:29:60+01:30"],
      ["08:30:06", "8:30:06Z", "12:00:00.Z", "22:59:60Z"]
    ),
    (
      "duration", ["P4DT12H30M5S", "P1Y2M3D", "PT1M", "P4W", "PT0S"],
      ["P", "PT", "P1", "P1Y2W", "PT1H1S", "P1Y1D", "P1DT", "4D", "P2S", "P1D2H", "P1W1D"]
    ),
    (
      "email",
      [
        "joe.bloggs@example.com", #""joe bloggs"@example.com"#, "joe@[127.0.0.1]", "j@[IPv6:::1]",
        "te~st@example.com",
      ],
      ["2962", ".test@example.com", "te..st@example.com", "joe@", "joe@[127.0.0.300]", "a b@c.d"]
    ),
    (
      "hostname", ["www.example.com", "xn--4gbwdl.xn--wgbh1c", "a", "1host"],
      ["", "-a", "a-", "a_b", "a..b", "a.", "ex--mple", String(repeating: "a", count: 64)]
    ),
    ("ipv4", ["192.168.0.1"], ["127.0.0", "256.1.1.1", "087.10.0.1", "0x7f000001", "1.2.3.4 "]),
    (
      "ipv6", ["::1", "::", "::abcd:ef12", "1:2:3:4:5:6:7:8", "::ffff:192.168.0.1", "1::"],
      [
        "12345::", "1:2:3:4:5:6:7", "1::2::3", "::1%eth0", "1:2:3:4:5:6:7::8:9", ":1",
        "1:2:3:4::5:6:7:8",
        "::192.168.0.1:1",
      ]
    ),
    (
      "uri",
      [
        "http://foo.bar/?baz=qux#quux", "urn:oasis:names", "http://[::1]:80/", "mailto:a@b.c",
        "http://-.~_!$&'()*+,;=:%40:80%2f::::::@example.com",
      ],
      [
        "//foo.bar/?baz", "/abc", #"\\WINDOWS\file"#, "http:// spaces", "http://a.b/%zz", "bar,baz",
        "http://[::1", "http://a:b/", "http://example.com/<b>", ":// x",
      ]
    ),
    ("uri-reference", ["/abc", "abc", "#frag", "", "//foo.bar/?q"], [#"\\file"#, "#a\\b", "1:2"]),
    (
      "uuid", ["2EB8AA08-aa98-11ea-b4aa-73b441d16380"],
      [
        "2eb8aa08aa9811eab4aa73b441d16380", "2eb8aa08-aa98-11ea-b4aa-73b441d1638",
        "2eb8-aa08-aa98-11ea-b4aa73b44-1d16380",
      ]
    ),
    ("json-pointer", ["", "/foo/0", "/~01~1"], ["foo", "/~2", "/foo~", "#/a"]),
    ("regex", ["([abc])+\\s+$"], ["^(abc]", #"\Z"#]),
  ]

  @Test(arguments: table.indices)
  func `a format that is asserted takes what its specification takes`(index: Int) throws {
    let (format, valid, invalid) = Self.table[index]
    let registry = SchemaRegistry(assertsFormat: true)
    let schema = try schema(#"{"format": "\#(format)"}"#, registry)
    for text in valid { #expect(schema.isValid(.string(text)), "\(format) \(text)") }
    for text in invalid { #expect(!schema.isValid(.string(text)), "\(format) \(text)") }
    #expect(schema.isValid(12))
  }

  @Test func `a format is a remark unless it is asserted`() throws {
    #expect(try schema(#"{"format": "ipv4"}"#).isValid("x"))
  }

  @Test(arguments: [true, false])
  func `a metaschema with the vocabulary of assertion asserts formats`(isRequired: Bool) throws {
    let registry = SchemaRegistry()
    let prefix = "https://json-schema.org/draft/2020-12/vocab"
    registry.add(
      [
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$vocabulary": [
          "\(prefix)/core": true, "\(prefix)/format-assertion": .bool(isRequired),
        ],
      ], at: "meta.json")
    let schema = try schema(#"{"$schema": "meta.json", "format": "ipv4", "minimum": 9}"#, registry)
    #expect(!schema.isValid("x"))
    #expect(schema.isValid(1))
  }
}
