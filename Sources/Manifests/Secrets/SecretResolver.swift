package import Diagnostics
internal import Synchronization
package import World

/// Reads secrets from where they are kept; nothing of a value ever stands in a problem.
package final class SecretResolver: Sendable {
  private let world: World
  private let folder: String
  private let store: (any SecretStore)?
  private let known = Mutex<[String: Result<Secret, Problem>]>([:])

  private struct Problem: Error {
    let code: String
    let message: String
    var hint: String?
  }

  /// Reads files relative to a folder, the project's, and from a service what that keeps.
  package init(world: World, folder: String, store: (any SecretStore)? = nil) {
    self.world = world
    self.folder = folder
    self.store = store
  }

  /// Asks the service for all secrets among these that it keeps and was not asked for yet, so that
  /// they can be resolved.
  package func fetch(_ sources: some Sequence<SecretSource>) async {
    guard let store else { return }
    let wanted = Set(sources.lazy.filter(\.isRemote).map(\.text))
    let missing = known.withLock { known in wanted.filter { known[$0] == nil } }
    guard !missing.isEmpty else { return }
    let answers = await store.read(missing)
    known.withLock { known in
      for name in missing {
        known[name] = (answers[name] ?? .failure(SecretStoreFailure("\(name) has no answer")))
          .mapError { Problem(code: "unresolved-secret", message: $0.message, hint: $0.hint) }
      }
    }
  }

  /// Returns the value of a secret, read once; what a service keeps must have been fetched.
  package func resolve(_ source: SecretSource) throws(DiagnosticsError) -> Secret {
    let result =
      known.withLock { $0[source.text] }
      ?? Result { () throws(Problem) in
        try read(source.text)
      }
    known.withLock { $0[source.text] = result }
    do throws(Problem) {
      return try result.get()
    } catch {
      throw DiagnosticsError(
        .error(error.code, error.message, at: source.location, hint: error.hint))
    }
  }

  /// Every value read so far, so that they can be kept out of what services say.
  package var values: [Secret] { known.withLock { $0.values.compactMap { try? $0.get() } } }

  private func read(_ text: String) throws(Problem) -> Secret {
    let halves = text.split(separator: ":", maxSplits: 1).map(String.init)
    switch (halves.first, halves.last) {
    case ("env", let name?): return try environment(name)
    case ("file", let path?): return try file(path)
    case ("cmd", let line?): return try command(line)
    case ("aws-sm", _), ("ssm", _):
      throw Problem(
        code: "unresolved-secret", message: "the secret stores of AWS cannot be read from here",
        hint: "use env:NAME, or file:PATH")
    default:
      throw Problem(
        code: "unknown-secret-store",
        message: "a secretRef is env:NAME, file:PATH, aws-sm:ID, ssm:NAME or cmd:COMMAND")
    }
  }

  private func environment(_ name: String) throws(Problem) -> Secret {
    guard let value = world.environment(name), !value.isEmpty else {
      throw Problem(
        code: "unresolved-secret", message: "the environment variable \(name) is not set",
        hint: "set \(name), or name another place under secretRef")
    }
    return Secret(value)
  }

  private func file(_ path: String) throws(Problem) -> Secret {
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try Files.read(path.hasPrefix("/") ? path : "\(folder)/\(path)", limit: 1 << 20)
    } catch {
      throw Problem(
        code: "unresolved-secret", message: "the secret's file cannot be read: \(error)")
    }
    return try secret(bytes, from: "the file \(path)")
  }

  private func command(_ line: String) throws(Problem) -> Secret {
    guard world.environment("GCSYNC_ALLOW_CMD") == "1" else {
      throw Problem(
        code: "command-not-allowed", message: "a secret asks for a command to be run",
        hint: "GCSYNC_ALLOW_CMD=1 in the environment allows it; no manifest can")
    }
    let output: [UInt8]
    do throws(ShellCommand.Failure) {
      output = try ShellCommand.output(of: line, in: folder, seconds: 30, limit: 1 << 20)
    } catch {
      throw Problem(
        code: "unresolved-secret", message: "the secret's command \(error.message)")
    }
    return try secret(output, from: "the command's output")
  }

  /// Takes bytes as text, one line break at the end left aside.
  private func secret(_ bytes: [UInt8], from what: String) throws(Problem) -> Secret {
    guard var text = String(validating: bytes, as: UTF8.self) else {
      throw Problem(code: "unresolved-secret", message: "\(what) is no UTF-8 text")
    }
    if text.hasSuffix("\r\n") || text.hasSuffix("\n") { text.removeLast() }
    guard !text.isEmpty else {
      throw Problem(code: "unresolved-secret", message: "\(what) is empty")
    }
    return Secret(text)
  }
}
