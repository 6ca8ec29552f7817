internal import Codecs
internal import HTTP
internal import JSON
internal import World

/// Carries out a recipe: asks whoever gives the credentials.
struct CredentialFetcher: Sendable {
  let transport: any Transport
  /// What reaches the machine's own services, which no proxy may come between.
  let direct: any Transport
  let endpoints: AWSEndpoints
  let region: String
  let world: World
  let allowedHosts: AllowedHosts

  func fetch(_ recipe: CredentialRecipe) async throws(AuthenticationError) -> HeldCredentials {
    switch recipe {
    case .fixed(let credentials):
      HeldCredentials(credentials, obtained: world.serverTime())
    case .assume(let role, let base): try await assume(role, with: fetch(base).credentials)
    case .webIdentity(let role, let file): try await assume(role, withTokenIn: file)
    case .container(let endpoint, let token): try await container(endpoint, token)
    case .instance(let endpoint): try await instance(endpoint)
    case .process(let command): try process(command)
    }
  }

  /// Reads a file that holds a token, which whoever wrote it may replace at any time.
  func token(in path: String) throws(AuthenticationError) -> Secret {
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try Files.read(path, limit: 1 << 20)
    } catch {
      throw AuthenticationError(status: nil, "the token's file cannot be read: \(error)")
    }
    guard var text = String(validating: bytes, as: UTF8.self) else {
      throw AuthenticationError(status: nil, "\(path) is no UTF-8 text")
    }
    while text.last?.isWhitespace == true { text.removeLast() }
    guard !text.isEmpty, !text.contains(where: \.isNewline) else {
      throw AuthenticationError(status: nil, "\(path) does not hold one line with a token")
    }
    return Secret(text)
  }

  private func process(_ command: String) throws(AuthenticationError) -> HeldCredentials {
    let output: [UInt8]
    do throws(ShellCommand.Failure) {
      output = try ShellCommand.output(of: command, in: "/", seconds: 60, limit: 1 << 20)
    } catch {
      throw AuthenticationError(status: nil, "credential_process \(error.message)")
    }
    let document = try? JSON.parse(output)
    guard document?["Version"]?.int == 1,
      let held = HeldCredentials(document, token: "SessionToken", at: world.serverTime())
    else {
      throw AuthenticationError(
        status: nil, "credential_process wrote no credentials of version 1")
    }
    return held
  }
}
