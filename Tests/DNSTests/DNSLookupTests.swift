import DNS
import Testing

/// Whom a lookup asks next, and when it gives up.
@Suite struct DNSLookupTests {
  private func servers(_ count: Int, attempts: Int = 2) throws -> NameServers {
    let one = try #require(NameServer(host: "192.0.2.53", port: 53))
    return NameServers(
      Array(repeating: one, count: count), policy: .init(timeout: .seconds(3), attempts: attempts))
  }

  private let question = DNSQuestion(name("example.com"), .txt)

  private func message(
    _ text: String = "example.com", flags: UInt16 = 0x8180, _ answers: [[UInt8]] = []
  ) throws -> DNSMessage {
    var answer = AnswerBytes(text, .txt)
    (answer.flags, answer.answers) = (flags, answers)
    return try #require(DNSMessage(answer.bytes))
  }

  private let text = AnswerBytes.record(at: 12, 16, AnswerBytes.text("x"))

  @Test func `each server is asked in turn, twice as long the second time round`() throws {
    var lookup = DNSLookup(question, try servers(2))
    var asked: [DNSLookup.Action] = []
    for _ in 0..<4 {
      asked.append(lookup.next())
      #expect(lookup.take(.failed("it is silent")) == nil)
    }
    #expect(
      asked
        == [(0, 3), (1, 3), (0, 6), (1, 6)].map { server, time in
          .ask(question, server: server, .datagram, within: .seconds(time))
        })
    #expect(lookup.next() == .done(.unknown("it is silent")))
  }

  @Test func `a server that fails or refuses is left for the next one`() throws {
    var lookup = DNSLookup(question, try servers(2, attempts: 1))
    #expect(lookup.take(.answered(try message(flags: 0x8182))) == nil)
    #expect(
      lookup.next() == .ask(question, server: 1, .datagram, within: .seconds(3)))
    #expect(lookup.take(.answered(try message(flags: 0x8185))) == nil)
    #expect(
      lookup.next() == .done(.unknown("the name server answers with the code 5")))
  }

  @Test func `a cut answer is fetched whole from the same server`() throws {
    var lookup = DNSLookup(question, try servers(2))
    #expect(lookup.take(.answered(try message(flags: 0x8380))) == nil)
    #expect(lookup.next() == .ask(question, server: 0, .stream, within: .seconds(3)))
    #expect(lookup.take(.failed("it hangs up")) == nil)
    #expect(lookup.next() == .ask(question, server: 1, .datagram, within: .seconds(3)))
  }

  @Test func `no such name and no such record are told apart`() throws {
    var lookup = DNSLookup(question, try servers(1))
    #expect(lookup.take(.answered(try message())) == .nothing(nameExists: true))
    #expect(lookup.take(.answered(try message(flags: 0x8183))) == .nothing(nameExists: false))
  }

  @Test func `an alias is followed within the answer, or asked for where it stands alone`() throws {
    var whole = DNSLookup(question, try servers(1))
    let alias = AnswerBytes.record(at: 12, 5, AnswerBytes.name("b.example"))
    let target =
      AnswerBytes.name("b.example") + [0, 16, 0, 1, 0, 0, 0, 60, 0, 2] + AnswerBytes.text("y")
    #expect(
      whole.take(.answered(try message("example.com", [alias, text, target])))
        == .records([DNSRecord(name: name("example.com"), content: .text(Array("x".utf8)))]))
    #expect(
      whole.take(.answered(try message("example.com", [target, alias])))
        == .records([DNSRecord(name: name("b.example"), content: .text(Array("y".utf8)))]))
    var alone = DNSLookup(question, try servers(1))
    #expect(alone.take(.answered(try message("example.com", [alias]))) == nil)
    #expect(
      alone.next()
        == .ask(
          DNSQuestion(name("b.example"), .txt), server: 0, .datagram, within: .seconds(3)))
    #expect(alone.take(.answered(try message("b.example"))) == .nothing(nameExists: true))
  }

  @Test func `aliases in a circle come to an end`() throws {
    var lookup = DNSLookup(question, try servers(1))
    let circle = [AnswerBytes.record(at: 12, 5, [0xC0, 12])]
    #expect(
      lookup.take(.answered(try message("example.com", circle)))
        == .unknown("its aliases come to no end"))
  }

  @Test func `without a server there is no answer`() {
    var servers = NameServers([])
    servers.policy.attempts = 3
    #expect(
      DNSLookup(question, servers).next() == .done(.unknown("there is no name server")))
  }

  @Test func `a datagram of somebody else is not taken for the answer`() throws {
    var dialogue = DNSDialogue(DNSQuery(id: 7, question: question), .datagram)
    #expect(Array(dialogue.unsent) == DNSQuery(id: 7, question: question).bytes)
    var answer = AnswerBytes("example.com", .txt)
    answer.id = 8
    #expect(dialogue.take(answer.bytes) == nil)
    #expect(dialogue.take([1, 2, 3]) == nil)
    answer.id = 7
    #expect(dialogue.take(answer.bytes) == .answered(try message()))
  }

  @Test func `a stream brings the answer in pieces, behind its length`() throws {
    let query = DNSQuery(id: 7, question: question)
    var dialogue = DNSDialogue(query, .stream)
    #expect(Array(dialogue.unsent) == [0, UInt8(query.bytes.count)] + query.bytes)
    dialogue.sent(3)
    #expect(Array(dialogue.unsent) == Array(query.bytes.dropFirst()))
    let answer = AnswerBytes("example.com", .txt).bytes
    let bytes = [0, UInt8(answer.count)] + answer
    for byte in bytes.dropLast() { #expect(dialogue.take([byte]) == nil) }
    #expect(dialogue.take([bytes[bytes.count - 1]]) == .answered(try message()))
    var other = DNSDialogue(DNSQuery(id: 9, question: question), .stream)
    #expect(
      other.take(bytes) == .failed("the name server's answer cannot be understood"))
    var ended = DNSDialogue(query, .stream)
    #expect(ended.take([]) == .failed("the name server ends the connection"))
  }
}
