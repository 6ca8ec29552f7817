import Foundation
import Mail
import Reports
import Testing

/// What comes back when a message does not arrive, and what is made of it.
struct BounceReaderTests {
  struct Sample: Sendable, CustomTestStringConvertible {
    let name: String
    /// A line for each report: recipient, kind, status, message.
    let lines: [String]
    var testDescription: String { name }
  }

  static let samples = [
    Sample(
      name: "postfix-unknown",
      lines: [
        "anna+reports@example.org permanent 5.1.1 r.1@example.com",
        "bert@example.org transient 5.2.2 r.1@example.com",
      ]),
    Sample(
      name: "postfix-expired", lines: ["anna@example.org transient 4.4.1 r.1@example.com"]),
    Sample(name: "truncated-dsn", lines: ["anna@example.org permanent 5.1.1 -"]),
    Sample(name: "nested-dsn", lines: ["anna@example.org transient 5.7.1 outer@example.com"]),
    Sample(
      name: "qmail",
      lines: [
        "anna@example.org permanent 5.1.1 r.1@example.com",
        "bert@example.org transient - r.1@example.com",
      ]),
    Sample(
      name: "sendmail8",
      lines: ["bert@example.org transient 5.7.1 -", "anna@example.org permanent 5.1.1 -"]),
    Sample(name: "sendmail5", lines: ["anna@example.org permanent - r.1@example.com"]),
    Sample(
      name: "exim",
      lines: [
        "anna@example.org permanent 5.1.1 r.1@example.com",
        "bert@example.org permanent - r.1@example.com",
      ]),
    Sample(name: "gmail-old", lines: ["anna@example.org permanent 5.2.1 r.1@example.com"]),
    Sample(name: "gmail-new", lines: ["anna@example.org permanent - r.1@example.com"]),
    Sample(name: "exchange2003", lines: ["anna@example.org permanent 5.1.1 -"]),
    Sample(
      name: "exchange-online", lines: ["anna@example.org permanent 5.1.10 r.1@example.com"]),
    Sample(name: "arf", lines: ["anna@example.org complaint - r.1@example.com"]),
    Sample(name: "arf-redacted", lines: ["anna@example.org complaint - r.1@example.com"]),
    Sample(name: "delayed", lines: ["no failure: delayed anna@example.org"]),
    Sample(name: "sendmail-warning", lines: ["no failure: a delay"]),
    Sample(name: "arf-not-spam", lines: ["no failure: feedback of the type not-spam"]),
    Sample(name: "vacation", lines: ["not understood: a form of bounce that is not known"]),
    Sample(name: "person", lines: ["not understood: no mail system wrote it"]),
  ]

  @Test(arguments: samples)
  func `a bounce tells of its recipients, with either line end`(sample: Sample) throws {
    let bytes = try load(sample.name)
    #expect(BounceReader.read(bytes).lines == sample.lines)
    let lines = bytes.split(separator: 10, omittingEmptySubsequences: false)
    #expect(BounceReader.read(Array(lines.joined(separator: [13, 10]))).lines == sample.lines)
  }

  @Test func `every sample has its line`() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(Set(names) == Set(Self.samples.map { "\($0.name).eml" }))
  }

  @Test func `a sample that is cut or spoilt anywhere is read without harm`() throws {
    var state: UInt64 = 1
    for sample in Self.samples {
      let bytes = try load(sample.name)
      for _ in 1...40 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        var spoilt = bytes
        let place = Int(state >> 33) % bytes.count
        spoilt[place] = UInt8(truncatingIfNeeded: state >> 20)
        _ = BounceReader.read(spoilt)
        _ = BounceReader.read(Array(spoilt.prefix(place)))
      }
    }
  }

  @Test func `parts in parts without end are left unread`() {
    var text = ""
    for number in 0..<5000 {
      text += "Content-Type: multipart/mixed; boundary=b\(number)\r\n\r\n--b\(number)\r\n"
    }
    let deep = MIMEPart(Array(text.utf8))
    #expect(deep.all.count == MIMELimits().depth + 1)
    let wide =
      "Content-Type: multipart/mixed; boundary=b\n\n"
      + String(repeating: "--b\n\nx\n", count: 100_000)
    #expect(MIMEPart(Array(wide.utf8)).all.count == MIMELimits().parts)
    let bomb =
      "Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n"
      + String(repeating: "QUFB", count: 1 << 20)
    #expect(MIMEPart(Array(bomb.utf8)).content.count <= MIMELimits().decoded + 3)
  }

  @Test(arguments: [
    ("5.1.1", "", "permanent"), ("5.1.10", "", "permanent"), ("5.2.1", "", "permanent"),
    ("5.1.8", "", "transient"), ("5.2.2", "", "transient"), ("5.3.4", "", "transient"),
    ("5.4.4", "", "transient"), ("5.7.26", "user unknown", "transient"),
    ("4.1.1", "user unknown", "transient"), ("5.0.0", "User unknown", "permanent"),
    ("5.0.0", "whatever", "transient"), ("5.1.0", "", "permanent"),
    ("5.1.0", "blocked by our filter", "transient"), ("", "no such user here", "permanent"),
    ("", "mailbox full, no such user", "transient"),
  ])
  func `a status means this for the address`(status: String, words: String, kind: String) {
    #expect(
      BounceTable.kind(status: EnhancedStatus(status), diagnostic: words).rawValue == kind)
  }

  private var folder: URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Samples")
  }

  private func load(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: folder.appendingPathComponent("\(name).eml")))
  }
}

extension BounceReading {
  /// What was read, in words.
  var lines: [String] {
    switch self {
    case .reports(let reports):
      reports.map {
        "\($0.recipient) \($0.kind.rawValue) \($0.status?.description ?? "-") "
          + ($0.messageID?.text ?? "-")
      }
    case .noFailure(let reason): ["no failure: \(reason)"]
    case .notUnderstood(let reason): ["not understood: \(reason)"]
    }
  }
}
