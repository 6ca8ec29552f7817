import Diagnostics
import Mail
import Manifests
import TestSupport
import Testing

/// The mail settings of an environment, as the project file has them.
@Suite struct ProjectMailTests {
  private func text(_ mail: String) -> String {
    """
    apiVersion: gcsync/v1
    kind: Project
    owner: acme/cc
    environments:
      dev:
        genesys: {profile: guide, domain: mypurecloud.com}
        mail: {\(mail)}
    """
  }

  private func mail(_ mail: String) throws -> Project.Mail {
    let project = try Fixture(["gcsync.yaml": text(mail)]).project
    return try #require(try project.environment(named: "dev").mail)
  }

  private func problems(_ marked: String) throws -> (found: [Diagnostic], places: [String]) {
    let marked = MarkedText(text(marked))
    let failure = #expect(throws: DiagnosticsError.self) {
      try Fixture(["gcsync.yaml": String(decoding: marked.file.bytes, as: UTF8.self)])
    }
    return (failure?.diagnostics ?? [], marked.places)
  }

  @Test func `a host and a sender are enough`() throws {
    let mail = try mail("host: mail.example.com, from: reports@example.com")
    let server = mail.server(credentials: nil)
    #expect(mail.from.address.text == "reports@example.com" && mail.replyTo == nil)
    #expect(server.host == "mail.example.com" && server.port == 587)
    #expect(server.security == .startTLS && server.clientName == "example.com")
    #expect(server.timeouts == MailServer.Timeouts() && server.objection == nil)
    #expect(mail.dkimSelectors == [] && mail.maximumBytes == nil && mail.credentials == nil)
  }

  @Test func `every setting arrives where it belongs`() throws {
    let mail = try mail(
      """
      host: mail.example.com, port: 2465, security: tls, from: "Reports <reports@example.com>",
            username: reports, password: {secretRef: env:SMTP_PASSWORD}, replyTo: desk@example.com,
            ehloName: host.example.com, dkimSelector: [s1, s2.mail], maximumBytes: 5000000,
            timeouts: {connectSeconds: 5, replySeconds: 60, messageSeconds: 90}
      """)
    let server = mail.server(credentials: nil)
    #expect(mail.from.name == "Reports" && mail.replyTo?.address.text == "desk@example.com")
    #expect(server.port == 2465 && server.security == .implicitTLS)
    #expect(server.clientName == "host.example.com")
    #expect(mail.credentials?.user == "reports" && mail.credentials?.kind == .password)
    #expect(mail.credentials?.secret.text == "env:SMTP_PASSWORD")
    #expect(mail.dkimSelectors == ["s1", "s2.mail"] && mail.maximumBytes == 5_000_000)
    #expect(
      server.timeouts
        == MailServer.Timeouts(connect: .seconds(5), reply: .seconds(60), message: .seconds(90)))
  }

  @Test func `a token and a single selector are read as such`() throws {
    let mail = try mail(
      "host: h, from: a@example.com, username: u, accessToken: {secretRef: env:T}, dkimSelector: s")
    #expect(mail.credentials?.kind == .accessToken && mail.dkimSelectors == ["s"])
  }

  @Test(
    arguments: [
      ("host: h, from: 1️⃣reports", "invalid-mailbox"),
      ("host: h, from: 1️⃣\"a@example.com, b@example.com\"", "invalid-mailbox"),
      ("host: h, from: a@example.com, replyTo: 1️⃣nobody", "invalid-mailbox"),
      (
        "host: h, from: a@example.com, security: none, username: u, 1️⃣password: {secretRef: env:P}",
        "mail-secret-in-clear"
      ),
      ("host: h, from: a@example.com, 1️⃣username: u", "incomplete-mail-credentials"),
      (
        "host: h, from: a@example.com, 1️⃣accessToken: {secretRef: env:T}",
        "incomplete-mail-credentials"
      ),
      (
        "host: h, from: a@example.com, username: u, password: {secretRef: env:P}, "
          + "1️⃣accessToken: {secretRef: env:T}", "ambiguous-mail-secret"
      ),
      ("host: h, from: a@example.com, port: 1️⃣70000", "out-of-range"),
      ("host: h, from: a@example.com, port: 1️⃣0", "out-of-range"),
    ])
  func `what cannot be meant is an error where it stands`(mail: String, code: String) throws {
    let (found, places) = try problems(mail)
    #expect(found.map(\.code) == [code])
    #expect(found.map { $0.location.map { "\($0.line):\($0.column)" } } == places)
    #expect(found.allSatisfy { $0.hint != nil || code == "out-of-range" })
  }

  @Test(arguments: [
    "from: a@example.com", "host: h", "host: a b, from: a@example.com",
    "host: h, from: a@example.com, security: ssl", "host: h, from: a@example.com, dkimSelector: []",
    "host: h, from: a@example.com, dkimSelector: a..b", "host: h, from: a@example.com, secret: x",
    "host: h, from: a@example.com, username: u, password: hunter2",
    "host: h, from: a@example.com, ehloName: \"a b\"",
    "host: h, from: a@example.com, timeouts: {connectSeconds: 0}",
  ])
  func `what the schema has no place for is refused`(mail: String) throws {
    #expect(try problems(mail).found.hasErrors)
  }

  @Test func `all that is wrong is told at once`() throws {
    let (found, _) = try problems("host: h, from: nobody, replyTo: nobody, username: u")
    #expect(found.count == 3)
  }
}
