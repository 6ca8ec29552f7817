internal import Diagnostics
internal import JSON
internal import Mail

/// Reads an environment's mail settings, which the schema has accepted, and collects what cannot be
/// meant.
struct MailReading {
  private let value: LocatedJSON
  private(set) var problems: [Diagnostic] = []

  init(_ value: LocatedJSON) { self.value = value }

  /// Returns the settings; nil where there are problems.
  mutating func mail() -> Project.Mail? {
    let security =
      value["security"]?.string.flatMap(MailServer.Security.init) ?? .startTLS
    let from = mailbox("from")
    let replyTo = mailbox("replyTo")
    let credentials = credentials(security)
    guard let from, problems.isEmpty else { return nil }
    return Project.Mail(
      host: value["host"]?.string ?? "", port: value["port"]?.value.int, security: security,
      credentials: credentials, from: from, replyTo: replyTo,
      ehloName: value["ehloName"]?.string, dkimSelectors: selectors,
      maximumBytes: value["maximumBytes"]?.value.int, timeouts: timeouts,
      location: value.location)
  }

  private mutating func mailbox(_ key: String) -> Mailbox? {
    guard let field = value[key], let text = field.string else { return nil }
    do throws(AddressError) {
      return try Mailbox(parsing: text)
    } catch {
      problems.append(
        .error(
          "invalid-mailbox",
          "\(key) is no mailbox: \(error.message), at its character \(error.column)",
          at: field.location, hint: error.remedy))
      return nil
    }
  }

  private mutating func credentials(
    _ security: MailServer.Security
  ) -> Project.Mail.Credentials? {
    let user = value.member("username")
    let secrets = Self.secrets.compactMap { key, kind in value.member(key).map { ($0, kind) } }
    if secrets.count > 1 {
      note(
        "ambiguous-mail-secret", "there is a password and an accessToken", at: secrets[1].0,
        hint: "keep the one that the server asks for")
    }
    guard let secret = secrets.first, let user else {
      if let half = secrets.first?.0 ?? user {
        note(
          "incomplete-mail-credentials",
          user == nil
            ? "\(half.key) has no username beside it"
            : "username has neither a password nor an accessToken beside it",
          at: half, hint: "give both, or neither where the server asks for none")
      }
      return nil
    }
    if security == .none {
      note(
        "mail-secret-in-clear", "the \(secret.0.key) would go out in clear text", at: secret.0,
        hint: "write security: starttls or security: tls, or leave out username and "
          + secret.0.key)
    }
    guard let name = user.value.string, let source = SecretSource(secret.0.value) else {
      return nil
    }
    return Project.Mail.Credentials(user: name, kind: secret.1, secret: source)
  }

  private static let secrets: [(String, MailServer.Credentials.Kind)] = [
    ("password", .password), ("accessToken", .accessToken),
  ]

  private mutating func note(
    _ code: String, _ message: String, at member: LocatedJSON.Member, hint: String
  ) {
    problems.append(.error(code, message, at: member.keyLocation, hint: hint))
  }

  private var selectors: [String] {
    guard let field = value["dkimSelector"] else { return [] }
    return field.string.map { [$0] } ?? field.array?.compactMap(\.string) ?? []
  }

  private var timeouts: MailServer.Timeouts {
    func seconds(_ key: String, else standard: Duration) -> Duration {
      value["timeouts"]?[key]?.value.int.map { .seconds($0) } ?? standard
    }
    let standard = MailServer.Timeouts()
    return MailServer.Timeouts(
      connect: seconds("connectSeconds", else: standard.connect),
      reply: seconds("replySeconds", else: standard.reply),
      message: seconds("messageSeconds", else: standard.message))
  }
}
