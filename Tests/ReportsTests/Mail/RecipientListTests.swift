import Diagnostics
import Mail
import Reports
import Testing

/// How a store of recipients is read.
struct RecipientListTests {
  private func read(
    _ text: String, _ name: String = "store", allowing domains: [String] = []
  ) throws -> (recipients: [String], problems: [String]) {
    let list = RecipientList(
      reading: SourceFile(name: name, text: text), allowing: try AllowedDomains(domains))
    return (
      list.recipients.map(\.description),
      list.diagnostics.map { problem in
        "\(problem.location.map { "\($0.line):\($0.column)" } ?? "-") \(problem.code)"
      }
    )
  }

  static let forms = [
    ("list.txt", "# team\nanna@example.org\n\n  Bert Lee <bert@example.org>  # boss\r\n"),
    ("parameter", "anna@example.org, Bert Lee <bert@example.org>"),
    ("list.csv", "\u{FEFF}Name,Email\n,anna@example.org\nBert Lee,bert@example.org\n"),
    ("list.csv", "email;name\r\nanna@example.org;\r\nbert@example.org;\"Bert Lee\"\r\n"),
    ("list.yaml", "- anna@example.org\n- {email: bert@example.org, name: Bert Lee}\n"),
    ("list.yml", "recipients:\n- anna@example.org\n- Bert Lee <bert@example.org>\n"),
    ("object", #"["anna@example.org", {"address": "bert@example.org", "name": "Bert Lee"}]"#),
  ]

  @Test(arguments: forms)
  func `each form names the same two`(name: String, text: String) throws {
    let (recipients, problems) = try read(text, name)
    #expect(recipients == ["anna@example.org", "\"Bert Lee\" <bert@example.org>"])
    #expect(problems == [])
  }

  @Test func `a comma or a hash within quotes or a word divides nothing`() throws {
    let (recipients, problems) = try read(
      "\"Lee, #1\" <a#b@example.org>, \"x,y\"@example.org;c@example.org\n")
    #expect(
      recipients == [
        "\"Lee, #1\" <a#b@example.org>", "\"x,y\"@example.org", "c@example.org",
      ])
    #expect(problems == [])
  }

  static let faults = [
    (
      "list.txt", "a@b.com\nanna\n  c d@e.com\n",
      ["2:5 invalid-recipient", "3:4 invalid-recipient"]
    ),
    (
      "list.txt", "a@B.com\nA <a@b.COM>\nA@b.com\n",
      ["2:1 duplicate-recipient", "3:1 duplicate-recipient"]
    ),
    ("list.txt", "# nobody\n\n", ["1:1 no-recipients"]),
    ("list.csv", "name,phone\nAnna,1\n", ["1:1 recipients-csv"]),
    (
      "list.csv", "email\na@b.com\n\"multi\nline\"\nx\n",
      ["3:6 invalid-recipient", "5:2 invalid-recipient"]
    ),
    ("list.csv", "", ["1:1 recipients-csv"]),
    ("list.yaml", "- a@b.com\n- 5\n- {name: x}\n", ["2:3 recipients-yaml", "3:3 recipients-yaml"]),
    ("list.yaml", "x: y\n", ["1:1 recipients-yaml"]),
    (
      "list.txt", "a@b.com\u{0}\r\nBcc: x@y.com\n",
      ["1:8 invalid-recipient", "2:4 invalid-recipient"]
    ),
  ]

  @Test(arguments: faults)
  func `every problem has its line and character`(
    name: String, text: String, expected: [String]
  ) throws {
    #expect(try read(text, name).problems == expected)
  }

  @Test func `a domain that is not allowed gets nothing`() throws {
    let (recipients, problems) = try read(
      "a@example.com\nb@elsewhere.org\n", allowing: ["example.com"])
    #expect(recipients == ["a@example.com"])
    #expect(problems == ["2:1 recipient-domain"])
  }

  @Test func `five hundred are read, and more than ten thousand are too many`() throws {
    let many = (1...500).map { "reader\($0)@example.com\n" }.joined()
    #expect(try read(many).recipients.count == 500)
    let tooMany = (1...10_001).map { "reader\($0)@example.com\n" }.joined()
    #expect(try read(tooMany).problems == ["1:1 too-many-recipients"])
  }
}
