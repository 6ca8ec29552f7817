import DNS
import TestSupport
import Testing
import World

/// Lookups at a real name server, and at places where there is none.
@Suite struct ResolverTests {
  private func resolver(_ place: String, _ world: World = realWorld()) throws -> Resolver {
    // On a busy machine an answer may take long; one that comes is never waited for that long.
    let server = try #require(NameServer(parsing: place))
    return Resolver(
      NameServers([server], policy: .init(timeout: .seconds(60), attempts: 1)), world: world)
  }

  private func texts(_ answer: DNSAnswer) -> [String]? {
    guard case .records(let records) = answer else { return nil }
    return records.compactMap { record in
      if case .text(let bytes) = record.content {
        String(decoding: bytes, as: UTF8.self)
      } else {
        nil
      }
    }
  }

  @Test func `a real name server is understood, over UDP and over TCP`() async throws {
    let part = String(repeating: "x", count: 250)
    let server = await Dnsmasq.start([
      "--txt-record=example.com,v=spf1 -all", "--txt-record=parted.example.com,one,two",
      "--txt-record=big.example.com," + Array(repeating: part, count: 20).joined(separator: ","),
      "--mx-host=example.com,mx.example.com,10", "--mx-host=null.example.com,.,0",
      "--host-record=mx.example.com,192.0.2.1,2001:db8::1",
      "--cname=alias.example.com,parted.example.com",
    ])
    guard let server else { return }
    let resolver = try resolver(server.place)
    func answer(_ text: String, _ type: DNSType) async -> DNSAnswer {
      await resolver.answer(to: DNSQuestion(name(text), type))
    }
    #expect(texts(await answer("example.com", .txt)) == ["v=spf1 -all"])
    #expect(texts(await answer("parted.example.com", .txt)) == ["onetwo"])
    #expect(texts(await answer("ALIAS.example.com.", .txt)) == ["onetwo"])
    #expect(
      texts(await answer("big.example.com", .txt)) == [String(repeating: "x", count: 5000)],
      "it does not fit into a datagram")
    #expect(
      await answer("example.com", .mx)
        == .records([
          DNSRecord(
            name: name("example.com"),
            content: .mail(preference: 10, exchange: name("mx.example.com")))
        ]))
    #expect(
      await answer("null.example.com", .mx)
        == .records([
          DNSRecord(
            name: name("null.example.com"), content: .mail(preference: 0, exchange: name(".")))
        ]))
    #expect(
      await answer("mx.example.com", .aaaa)
        == .records([
          DNSRecord(
            name: name("mx.example.com"),
            content: .address([0x20, 1, 0x0d, 0xb8] + [UInt8](repeating: 0, count: 11) + [1]))
        ]))
    #expect(await answer("example.com", .a) == .nothing(nameExists: true))
    #expect(await answer("nowhere.example.com", .txt) == .nothing(nameExists: false))
    #expect(
      await answer("example.org", .txt) == .unknown("the name server answers with the code 5"))
  }

  @Test func `a server that is silent or not there is unknown, after its time`() async throws {
    let virtual = VirtualWorld()
    let question = DNSQuestion(name("example.com"), .txt)
    let silent = try SilentSocket()
    let answer = await (try resolver("127.0.0.1:\(silent.port)", virtual.world))
      .answer(to: question)
    #expect(answer == .unknown("the name server does not answer"))
    #expect(virtual.elapsed >= .seconds(60) && virtual.elapsed < .seconds(61))
    let port = try unusedPort()
    #expect(
      await (try resolver("127.0.0.1:\(port)")).answer(to: question)
        == .unknown("the name server refuses"))
  }

  @Test(arguments: [
    ("127.0.0.1:5353", true), ("[::1]:5353", true), ("192.0.2.1", true), ("localhost:53", true),
    ("::1", true), ("127.0.0.1:0", false), ("127.0.0.1:65536", false), (":53", false),
    ("", false), ("127.0.0.1:dns", false), ("no host", false), ("[::1]5353", false),
  ])
  func `a server is named by host and port`(text: String, isOne: Bool) {
    #expect((NameServer(parsing: text) != nil) == isOne)
  }

  @Test func `resolv.conf names the servers and the patience`() throws {
    func server(_ host: String) throws -> NameServer {
      try #require(NameServer(host: host, port: 53))
    }
    let conf = NameServers(
      resolvConf: """
        # nameserver 192.0.2.9
        search example.com
        nameserver 192.0.2.1
        nameserver   2001:db8::1
        nameserver nonsense
        options edns0 timeout:7 attempts:99 ndots:x
        nameserver 192.0.2.3
        nameserver 192.0.2.4
        """)
    #expect(
      conf.servers == [try server("192.0.2.1"), try server("2001:db8::1"), try server("192.0.2.3")])
    #expect(conf.policy == .init(timeout: .seconds(7), attempts: 5))
    let none = NameServers(resolvConf: "")
    #expect(none.servers == [try server("127.0.0.1")] && none.policy == .init())
  }

  @Test func `the variable counts before the system, and says so where it is wrong`() async throws {
    func servers(_ text: String) -> NameServers {
      NameServers.ofSystem(VirtualWorld(environment: ["GCSYNC_DNS": text]).world)
    }
    #expect(
      servers("127.0.0.1:5353").servers == [try #require(NameServer(parsing: "127.0.0.1:5353"))])
    #expect(!servers("").servers.isEmpty)
    let wrong = Resolver(servers("127.0.0.1:x"), world: VirtualWorld().world)
    #expect(
      await wrong.answer(to: DNSQuestion(name("example.com"), .mx))
        == .unknown("GCSYNC_DNS is no HOST:PORT that can be found"))
  }
}
