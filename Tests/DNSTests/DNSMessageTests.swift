import DNS
import TestSupport
import Testing

/// What goes over the wire, and what comes.
@Suite struct DNSMessageTests {
  @Test func `a query asks one question, for recursion and for datagrams of 1232 bytes`() {
    let query = DNSQuery(id: 0xABCD, question: DNSQuestion(name("Example.COM."), .txt))
    #expect(
      query.bytes == [0xAB, 0xCD, 1, 0, 0, 1, 0, 0, 0, 0, 0, 1]
        + AnswerBytes.name("example.com") + [0, 16, 0, 1]
        + [0, 0, 41, 0x04, 0xD0, 0, 0, 0, 0, 0, 0])
  }

  @Test func `records are read, texts joined and short names followed`() throws {
    var answer = AnswerBytes("example.com", .txt)
    answer.answers = [
      AnswerBytes.record(at: 12, 16, AnswerBytes.text("v=spf1 ip4:192.0.2.1", " -all")),
      AnswerBytes.record(at: 12, 15, [0, 10, 2] + Array("mx".utf8) + [0xC0, 12]),
      AnswerBytes.record(at: 20, 1, [192, 0, 2, 1]),
      AnswerBytes.record(at: 12, 5, [0xC0, 20]),
      AnswerBytes.record(at: 12, 99, [1, 2, 3]),
      AnswerBytes.record(at: 12, 16, [9, 65]),
      AnswerBytes.record(at: 12, 1, [192, 0, 2]),
    ]
    let message = try #require(DNSMessage(answer.bytes))
    #expect(message.question == DNSQuestion(name("example.com"), .txt))
    #expect(message.code == .ok && !message.isTruncated)
    #expect(
      message.records == [
        DNSRecord(
          name: name("example.com"), content: .text(Array("v=spf1 ip4:192.0.2.1 -all".utf8))),
        DNSRecord(
          name: name("example.com"),
          content: .mail(preference: 10, exchange: name("mx.example.com"))),
        DNSRecord(name: name("com"), content: .address([192, 0, 2, 1])),
        DNSRecord(name: name("example.com"), content: .alias(name("com"))),
      ], "what holds something else than its type says is left out")
  }

  @Test func `names that lead nowhere, in a circle or forward are no answer`() {
    let records: [[UInt8]] = [
      AnswerBytes.record(at: 12, 5, [0xC0, 41]),  // the data itself
      AnswerBytes.record(at: 12, 5, [0xC0, 60]),  // beyond
      AnswerBytes.record(at: 12, 5, [1, 97, 0xC0, 41]),  // a label and itself
      AnswerBytes.record(at: 12, 5, [64] + [UInt8](repeating: 97, count: 64) + [0]),
      AnswerBytes.record(
        at: 12, 5,
        Array(repeating: [63] + [UInt8](repeating: 97, count: 63), count: 4).flatMap(\.self) + [0]),
    ]
    for record in records {
      var answer = AnswerBytes("example.com", .txt)
      answer.answers = [record]
      #expect(DNSMessage(answer.bytes)?.records == [])
    }
    var answer = AnswerBytes("example.com", .txt)
    answer.question = [0xC0, 12, 0, 16, 0, 1]
    #expect(DNSMessage(answer.bytes) == nil)
  }

  @Test func `what is cut is no answer unless it says so`() throws {
    var answer = AnswerBytes("example.com", .txt)
    answer.answers = [AnswerBytes.record(at: 12, 16, AnswerBytes.text("v=spf1 -all"))]
    for count in 0..<answer.bytes.count {
      #expect(DNSMessage(Array(answer.bytes.prefix(count))) == nil)
    }
    answer.flags = 0x8380
    let cut = try #require(DNSMessage(answer.bytes.dropLast(3)))
    #expect(cut.isTruncated && cut.records.isEmpty)
  }

  @Test func `a question is no answer, and another's answer is none of ours`() throws {
    var answer = AnswerBytes("example.com", .txt)
    let message = try #require(DNSMessage(answer.bytes))
    #expect(message.answers(DNSQuery(id: 7, question: message.question)))
    #expect(!message.answers(DNSQuery(id: 8, question: message.question)))
    #expect(!message.answers(DNSQuery(id: 7, question: DNSQuestion(name("example.com"), .mx))))
    #expect(!message.answers(DNSQuery(id: 7, question: DNSQuestion(name("example.org"), .txt))))
    answer.flags = 0x0180
    #expect(DNSMessage(answer.bytes) == nil)
  }

  @Test func `no bytes whatever bring the reader down`() {
    var chance = SeededGenerator(seed: 53)
    var answer = AnswerBytes("mail.example.com", .mx)
    answer.answers = [
      AnswerBytes.record(at: 12, 5, [3] + Array("one".utf8) + [0xC0, 17]),
      AnswerBytes.record(at: 46, 15, [0, 5, 0xC0, 12]),
      AnswerBytes.record(at: 17, 16, AnswerBytes.text("a", "bc", "")),
    ]
    let whole = answer.bytes
    var read = 0
    for round in 0..<40_000 {
      var bytes = whole
      if round % 4 == 0 {
        bytes = (0..<Int.random(in: 0...120, using: &chance)).map { _ in
          UInt8.random(in: 0...255, using: &chance)
        }
      } else {
        for _ in 0...round % 3 {
          bytes[Int.random(in: 0..<bytes.count, using: &chance)] =
            Bool.random(using: &chance)
            ? 0xC0 : UInt8.random(in: 0...255, using: &chance)
        }
        bytes = Array(bytes.prefix(Int.random(in: 0...bytes.count * 2, using: &chance)))
      }
      if DNSMessage(bytes) != nil { read += 1 }
    }
    #expect(read > 1000)
  }

  @Test(arguments: ["", ".", "a..b", "a b", String(repeating: "a", count: 64), "zoë.example"])
  func `what is no name of a host is no name`(text: String) {
    #expect(DNSName(text).map { $0.isRoot } ?? true)
    #expect(text.allSatisfy { $0 == "." } || DNSName(text) == nil)
  }
}
