import Curl
import Foundation
import HTTP
import Mail
import TestSupport
import Testing
import World

/// What a conversation with a real mail server comes to, recipient by recipient.
struct MailTransportTests {
  @Test func `a message arrives byte for byte, in TLS and under a name that was proven`()
    async throws
  {
    for tls in [Aiosmtpd.TLS.start, .implicit] {
      guard let peer = try await Aiosmtpd.start(tls, ["--auth", "bot:pa ss"]) else { return }
      let outcome = await transport(peer).send(
        envelope(["anna"]), to: peer.server(tls, user: "bot", password: "pa ss"))
      #expect(outcome.states == ["accepted 250"])
      #expect(peer.messages == [sample])
      #expect(peer.log("rcpt").first?["tls"] as? Bool == true)
      #expect(peer.log("rcpt").first?["user"] as? Bool == true)
    }
  }

  @Test func `a token proves who we are where the server takes one`() async throws {
    guard let peer = try await Aiosmtpd.start(.start, ["--auth", "bot:token"]) else { return }
    var server = peer.server()
    for (token, state) in [("token", "accepted 250"), ("other", "refused 535 authentication")] {
      server.credentials = .init(user: "bot", secret: Secret(token), kind: .accessToken)
      #expect(await transport(peer).send(envelope(["anna"]), to: server).states == [state])
    }
    #expect(peer.log("token").count == 2)
  }

  @Test func `lines that are dots and a message of megabytes arrive as they were`() async throws {
    guard let peer = try await Aiosmtpd.start(.none) else { return }
    let lines = (1...60_000).map { $0.isMultiple(of: 7) ? "." : "..line \($0)" }
    let text = "Subject: x\r\n\r\n.\r\n" + lines.joined(separator: "\r\n") + "\r\n.\r\n..\r\n"
    let outcome = await transport(peer).send(
      envelope(["anna"], Array(text.utf8)), to: peer.server(.none))
    #expect(outcome.states == ["accepted 250"])
    #expect(peer.messages == [Array(text.utf8)])
  }

  @Test func `each recipient has the server's own answer`() async throws {
    guard let peer = try await Aiosmtpd.start() else { return }
    let outcome = await transport(peer).send(
      envelope(["anna", "permfail", "tempfail", "bert"]), to: peer.server())
    #expect(
      outcome.states == [
        "accepted 250", "refused 550 recipient", "refused 451 recipient", "accepted 250",
      ])
    guard case .refused(let reply, _) = outcome.recipients[1] else { return }
    #expect(reply.status?.description == "5.1.1")
    #expect(reply.text == "no such user")
    #expect(peer.messages.count == 1)
  }

  struct Fault: Sendable, CustomTestStringConvertible {
    let recipients: [String]
    let states: [String]
    var testDescription: String { recipients.joined(separator: " and ") }
  }

  static let faults = [
    Fault(recipients: ["permfail"], states: ["refused 550 recipient"]),
    Fault(recipients: ["tempfail"], states: ["refused 451 recipient"]),
    Fault(
      recipients: ["anna", "datafail"], states: ["refused 554 content", "refused 554 content"]),
    Fault(
      recipients: ["permfail", "datatemp"],
      states: ["refused 550 recipient", "refused 452 content"]),
    Fault(
      recipients: ["permfail", "dropdata"],
      states: ["refused 550 recipient", "unknown connectionLost"]),
    Fault(
      recipients: ["anna", "droprcpt"],
      states: ["not sent connectionLost", "not sent connectionLost"]),
    Fault(recipients: ["refuse421"], states: ["refused 421 recipient"]),
  ]

  @Test(arguments: faults)
  func `a fault is told from every other one`(fault: Fault) async throws {
    guard let peer = try await Aiosmtpd.start() else { return }
    let outcome = await transport(peer).send(envelope(fault.recipients), to: peer.server())
    #expect(outcome.states == fault.states)
    #expect(peer.messages.isEmpty)
  }

  @Test func `a server that does not answer is a timeout, and nothing was sent`() async throws {
    guard let peer = try await Aiosmtpd.start() else { return }
    var server = peer.server()
    server.timeouts.message = .milliseconds(1500)
    let outcome = await transport(peer).send(envelope(["slow"]), to: server)
    #expect(outcome.states == ["not sent timeout"])
  }

  @Test func `without TLS, a certificate or the right name nothing is said`() async throws {
    guard let plain = try await Aiosmtpd.start(.none),
      let secure = try await Aiosmtpd.start(.start, ["--auth", "bot:secret"])
    else { return }
    var elsewhere = secure.server(.start, user: "bot", password: "secret")
    elsewhere.host = "localhost"
    let distrustful = CurlMailTransport(CurlConfiguration(userAgent: "gcsync/test"))
    let cases: [(MailOutcome, String)] = [
      (
        await transport(secure).send(
          envelope(["anna"]), to: plain.server(.start, user: "bot", password: "secret")),
        "not sent noTLS"
      ),
      (await distrustful.send(envelope(["anna"]), to: secure.server()), "not sent tls"),
      (await transport(secure).send(envelope(["anna"]), to: elsewhere), "not sent tls"),
      (
        await transport(secure).send(
          envelope(["anna"]), to: secure.server(.start, user: "bot", password: "wrong")),
        "refused 535 authentication"
      ),
      (
        await transport(secure).send(
          envelope(["anna"]), to: secure.server(.none, user: "bot", password: "secret")),
        "not sent malformed"
      ),
      (
        await transport(secure).send(envelope(["anna"]), to: secure.server()),
        "refused 530 sender"
      ),
    ]
    for (outcome, state) in cases { #expect(outcome.states == [state]) }
    #expect(plain.log("rcpt").isEmpty && secure.log("rcpt").isEmpty)
  }

  @Test func `nobody who listens is a connection that was refused`() async throws {
    let server = MailServer(host: "127.0.0.1", port: try unusedPort())
    let transport = CurlMailTransport(CurlConfiguration(userAgent: "gcsync/test"))
    #expect(await transport.send(envelope(["anna"]), to: server).states == ["not sent refused"])
    guard case .failure(let failure) = await transport.features(of: server) else {
      Issue.record("nobody has no features")
      return
    }
    #expect(failure.reason == .refused && failure.isTransient)
  }

  @Test func `the size a server takes is known before anything is sent, and held to`()
    async throws
  {
    guard let peer = try await Aiosmtpd.start(.start, ["--size", "1000"]) else { return }
    let transport = transport(peer)
    #expect(try await transport.features(of: peer.server()).get().size == 1000)
    let large = sample + [UInt8](repeating: 97, count: 2000)
    let outcome = await transport.send(envelope(["anna"], large), to: peer.server())
    #expect(outcome.states == ["refused 552 sender"])
    #expect(outcome.features == nil, "the connection is the one that asked for the size")
  }

  @Test func `five hundred messages go over one connection`() async throws {
    guard let peer = try await Aiosmtpd.start(.start, ["--auth", "bot:x"]) else { return }
    let transport = transport(peer)
    let server = peer.server(.start, user: "bot", password: "x")
    for number in 1...500 {
      let outcome = await transport.send(envelope(["reader\(number)"]), to: server)
      #expect(outcome.states == ["accepted 250"])
    }
    #expect(peer.log("connection").count == 1)
    #expect(peer.log("message").count == 500)
  }

  @Test func `what is cancelled before its turn is not sent`() async throws {
    guard let peer = try await Aiosmtpd.start(.none) else { return }
    let transport = transport(peer)
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return await transport.send(envelope(["anna"]), to: peer.server(.none)).states
    }
    #expect(await task.value == ["not sent cancelled"])
    #expect(peer.log("connection").isEmpty)
  }
}

let sample = Array("Subject: Report\r\n\r\n.A line\r\nanother\r\n".utf8)

func envelope(_ names: [String], _ message: [UInt8] = sample) -> MailEnvelope {
  MailEnvelope(
    from: address("reports"), recipients: names.map { address($0) }, message: message)
}

func address(_ name: String) -> EmailAddress {
  guard let address = try? EmailAddress(parsing: "\(name)@example.com") else {
    preconditionFailure("The tests' addresses are addresses.")
  }
  return address
}

func transport(_ peer: Aiosmtpd) -> CurlMailTransport {
  CurlMailTransport(
    CurlConfiguration(userAgent: "gcsync/test", caFile: peer.caFile, idleTime: .seconds(3600)))
}

extension Aiosmtpd {
  func server(
    _ tls: TLS = .start, user: String? = nil, password: String = ""
  ) -> MailServer {
    let security: MailServer.Security =
      switch tls {
      case .none: .none
      case .start: .startTLS
      case .implicit: .implicitTLS
      }
    return MailServer(
      host: "127.0.0.1", port: port, security: security,
      credentials: user.map { .init(user: $0, secret: Secret(password)) })
  }
}

extension MailOutcome {
  /// What became of each recipient, in words.
  var states: [String] {
    recipients.map { outcome in
      switch outcome {
      case .accepted(let reply): "accepted \(reply.code)"
      case .refused(let reply, let step): "refused \(reply.code) \(step.rawValue)"
      case .notSent(let failure): "not sent \(failure.reason.rawValue)"
      case .unknown(let failure): "unknown \(failure.reason.rawValue)"
      }
    }
  }
}
