import Mail
import Testing

/// What is an address, and what is said of what is none.
struct AddressTests {
  @Test(arguments: [
    ("a@example.com", "a@example.com"),
    ("First.Last+tag@Example.COM", "First.Last+tag@example.com"),
    ("\"a b\"@example.com", "\"a b\"@example.com"),
    ("\"a\\\"b@c\"@example.com", "\"a\\\"b@c\"@example.com"),
    ("\"plain\"@example.com", "plain@example.com"),
    ("o'neil/x=y@mail-1.example.co.uk", "o'neil/x=y@mail-1.example.co.uk"),
    ("a@[192.0.2.1]", "a@[192.0.2.1]"),
    ("a@[IPv6:2001:db8::1]", "a@[IPv6:2001:db8::1]"),
    ("a@bücher.example", "a@xn--bcher-kva.example"),
    ("a@BÜCHER.example", "a@xn--bcher-kva.example"),
    ("a@例え.テスト", "a@xn--r8jz45g.xn--zckzah"),
    ("a@straße.example", "a@xn--strae-oqa.example"),
    ("a@пример.испытание", "a@xn--e1afmkfd.xn--80akhbyknj4f"),
  ])
  func `an address is read, its domain in ASCII and lower case`(
    text: String, expected: String
  ) throws {
    #expect(try EmailAddress(parsing: text).text == expected)
    #expect(try EmailAddress(parsing: expected).text == expected)
  }

  @Test(arguments: [
    ("", 1), ("anna", 5), ("@example.com", 1), ("anna@", 6), ("a b@example.com", 2),
    (".a@example.com", 1), ("a.@example.com", 2), ("a..b@example.com", 3), ("a@example", 3),
    ("a@-b.com", 3), ("a@b-.com", 3), ("a@b..com", 5), ("a@b_c.com", 4), ("a@1.2.3.4", 3),
    ("a@[300.1.1.1]", 3), ("a@[192.0.2.1", 3), ("\"a@example.com", 1), ("a@b.com>", 8),
    ("ä@example.com", 1), ("\"ä\"@example.com", 1), ("a@b.com, c@d.com", 8),
    ("a@b.com\r\nBcc: x@y.com", 8), ("a\u{0}@b.com", 2), ("a@b.com\u{2028}", 8),
    ("a@ｅxample.com", 3), ("a@e\u{301}.com", 4), ("a@x\u{200D}y.com", 4),
    (String(repeating: "a", count: 65) + "@example.com", 1),
    ("a@" + String(repeating: "b", count: 64) + ".com", 3),
    ("a@" + Array(repeating: "abcdefghij", count: 30).joined(separator: ".") + ".com", 3),
  ])
  func `what is no address is refused at its character`(text: String, column: Int) {
    let error = #expect(throws: AddressError.self) { try EmailAddress(parsing: text) }
    #expect(error?.column == column, "\(error.map(String.init(describing:)) ?? "")")
    #expect(error?.description.contains("\n") == false)
  }

  @Test(
    arguments: [
      ("anna@example.com", nil, "anna@example.com"),
      ("<anna@example.com>", nil, "anna@example.com"),
      ("Anna Lee <anna@example.com>", "Anna Lee", "anna@example.com"),
      ("\"Lee, Anna\" <anna@example.com>", "Lee, Anna", "anna@example.com"),
      ("J. Zoë O'Neil  <z@example.com> ", "J. Zoë O'Neil", "z@example.com"),
      ("\"a b\"@example.com", nil, "\"a b\"@example.com"),
      ("田中 <t@example.com>", "田中", "t@example.com"),
    ] as [(String, String?, String)])
  func `a mailbox has an address and perhaps a name`(
    text: String, name: String?, address: String
  ) throws {
    let mailbox = try Mailbox(parsing: text)
    #expect(mailbox.name == name)
    #expect(mailbox.address.text == address)
  }

  @Test(arguments: [
    "Anna <anna@example.com", "Anna anna@example.com", "Lee, Anna <a@b.com>", "Anna <>",
    "a@b.com (work)", "Anna <a@b.com> x", "Anna\r\nBcc: <x@y.com>", "\"Anna <a@b.com>", "Anna",
    "a@b.com, c@d.com", "A <a@b.com>, C <c@d.com>", "Anna <@a.com:b@c.com>",
  ])
  func `what is no mailbox is refused`(text: String) {
    #expect(throws: AddressError.self) { try Mailbox(parsing: text) }
  }

  @Test func `mail that machines write may name a host of their own`() throws {
    #expect(try EmailAddress(parsing: "root@localhost", .anywhere).text == "root@localhost")
  }

  @Test func `domains are allowed by name, and those below one by a star`() throws {
    let allowed = try AllowedDomains(["Example.com", "*.example.org", "bücher.example"])
    for (text, expected) in [
      ("a@example.com", true), ("a@EXAMPLE.com", true), ("a@x.example.com", false),
      ("a@x.example.org", true), ("a@example.org", false), ("a@notexample.org", false),
      ("a@xn--bcher-kva.example", true), ("a@[192.0.2.1]", false),
    ] {
      #expect(allowed.contains(try address(text)) == expected, "\(text)")
    }
    #expect(AllowedDomains().contains(try address("a@b.com")))
    #expect(throws: AddressError.self) { try AllowedDomains(["exa mple.com"]) }
  }
}
