internal import Diagnostics
internal import Mail
internal import Manifests
internal import World

/// How an environment's mail goes out; its secret is read when something is to be sent, not before.
struct MailSettings: Sendable {
  let mail: Project.Mail
  private let secrets: SecretResolver

  /// Takes the settings of a session's environment, and throws with exit code 4 where it has none.
  init(_ session: Session, secrets: SecretResolver) throws(CommandFailure) {
    guard let mail = session.environment.mail else {
      throw CommandFailure(
        .invalid,
        .error(
          "no-mail", "the environment \(session.environment.name) does not say how mail goes out",
          at: session.environment.genesys.location,
          hint: "add mail: {host: …, from: …} to the environment in \(Project.fileName)"))
    }
    (self.mail, self.secrets) = (mail, secrets)
  }

  /// Returns the server with the secret it wants, and throws with exit code 3 where that cannot be
  /// read.
  func server() async throws(CommandFailure) -> MailServer {
    guard let credentials = mail.credentials else { return mail.server(credentials: nil) }
    await secrets.fetch([credentials.secret])
    do throws(DiagnosticsError) {
      let secret = try secrets.resolve(credentials.secret)
      return mail.server(
        credentials: MailServer.Credentials(
          user: credentials.user, secret: secret, kind: credentials.kind))
    } catch {
      throw CommandFailure(.authentication, error.diagnostics)
    }
  }
}
