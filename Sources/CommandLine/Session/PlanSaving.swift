internal import Crypto
internal import Diagnostics
internal import JSON
internal import Reconciler
internal import Rendering
internal import World

extension Session {
  /// Shows a proposal, saved before where `--out` asks for it: what is shown as planned is there.
  func show(_ report: PlanReport, saving proposal: Proposal) throws {
    let path = invocation.arguments.last("out")
    if path == nil, invocation.arguments.has("sign") {
      throw Arguments.Misuse(message: "--sign goes with --out FILE")
    }
    let obstacle = proposal.obstacle
    if let path, obstacle == nil { try save(proposal, to: path) }
    try invocation.write(report)
    guard let path else { return }
    if let obstacle {
      throw CommandFailure(
        obstacle.code,
        obstacle.diagnostics + [
          .error(
            "not-saved", "the plan has errors and was not saved",
            hint: "mend what stands above, then plan again")
        ])
    }
    invocation.say("saved \(proposal.plan.id) to \(path); apply it with gcsync apply \(path)")
  }

  private func save(_ proposal: Proposal, to path: String) throws {
    let now = invocation.world.now()
    var file = PlanFile(
      proposal,
      envelope: .init(
        createdAt: now,
        expiresAt: now.advanced(by: try invocation.duration("valid-for") ?? .seconds(86400)),
        actor: Actor.name(invocation.world.environment),
        commit: Actor.commit(invocation.world.environment)))
    if let key = invocation.arguments.last("sign") { file.sign(with: try signingKey(key)) }
    do throws(FileError) {
      try Files.write(file.document.canonicalBytes, to: path, mode: 0o600)
    } catch {
      throw DiagnosticsError(
        .error(
          "output-not-written", "the plan cannot be saved: \(error)", hint: error.writingRemedy))
    }
  }

  private func signingKey(_ path: String) throws -> SigningKey {
    do {
      let bytes = try Files.read(path, limit: 1 << 16)
      return try SigningKey(pem: String(decoding: bytes, as: UTF8.self))
    } catch let error as FileError {
      throw DiagnosticsError(.error("unreadable-key", error.description, hint: error.readingRemedy))
    } catch let error as KeyError {
      throw DiagnosticsError(
        .error(
          "unreadable-key", "\(path): \(error)",
          hint: "openssl genpkey -algorithm ed25519 makes a key"))
    }
  }
}

/// The public keys of which one must have signed what is applied here.
enum TrustedKeys {
  static let variable = "GCSYNC_TRUSTED_KEYS"

  /// Reads the keys the deploying pipeline trusts; nil where it asks for no signature.
  static func load(_ environment: (String) -> String?) throws -> [VerifyingKey]? {
    guard let paths = environment(variable), !paths.isEmpty else { return nil }
    var keys: [VerifyingKey] = []
    for path in paths.split(separator: ":").map(String.init) {
      do {
        let bytes = try Files.read(path, limit: 1 << 16)
        keys.append(try VerifyingKey(pem: String(decoding: bytes, as: UTF8.self)))
      } catch {
        throw CommandFailure(
          .refused,
          .error(
            "unreadable-key", "\(variable): \(path): \(error)",
            hint: "it names files with Ed25519 public keys as PEM, separated by colons"))
      }
    }
    return keys
  }
}
