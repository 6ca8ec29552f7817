internal import Diagnostics
internal import JSON
internal import Manifests
internal import Reconciler
internal import World

/// The file in which the secrets that a service made up for new objects are handed over.
actor GeneratedSecrets {
  static let format = "gcsync.generated-secrets/1"

  private let path: String
  private let environment: String
  private let run: String
  private let world: World
  private var secrets: [JSON]
  /// The objects whose secrets this run has handed over.
  private(set) var kept: Set<Address> = []

  /// Opens the file, or begins it; one that is something else is left as it is and refused.
  init(path: String, environment: String, run: String, world: World) throws {
    self.path = path
    self.environment = environment
    self.run = run
    self.world = world
    secrets = try Self.earlier(path)
    try Self.write(secrets, to: path)
  }

  /// Writes a secret to the disk before anything else is done.
  func keep(_ generated: GeneratedSecret) throws(StateFailure) {
    secrets.append([
      "environment": .string(environment), "run": .string(run),
      "time": .string(world.now().rfc3339), "address": .string(generated.address.description),
      "id": generated.id.map(JSON.string) ?? .null, "path": .string(generated.pointer.description),
      "value": generated.secret.reveal { .string($0) },
    ])
    do throws(DiagnosticsError) {
      try Self.write(secrets, to: path)
    } catch {
      throw StateFailure(
        .error(
          "secret-not-kept",
          "\(generated.address) was created, but the secret made up for it cannot be written to "
            + "\(path): \(error.diagnostics.first?.message ?? "")",
          hint: Self.remedy))
    }
    kept.insert(generated.address)
  }

  /// How to come by a secret that was not kept.
  static let remedy = "have the service make a new one, in its user interface; the old one is lost"

  private static func earlier(_ path: String) throws -> [JSON] {
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try Files.read(path)
    } catch  where error.reason == .notFound {
      return []
    } catch {
      throw DiagnosticsError(
        .error("unreadable-file", error.description, hint: error.readingRemedy))
    }
    guard let document = try? JSON.parse(bytes), document["format"] == .string(format),
      let secrets = document["secrets"]?.array
    else {
      throw CommandFailure(
        .error,
        .error(
          "file-exists", "\(path) exists and holds no generated secrets",
          hint: "name another file with --generated-secrets"))
    }
    return secrets
  }

  private static func write(_ secrets: [JSON], to path: String) throws(DiagnosticsError) {
    let document: JSON = ["format": .string(format), "secrets": .array(secrets)]
    do throws(FileError) {
      try Files.write(Array((document.prettyText + "\n").utf8), to: path, mode: 0o600)
    } catch {
      throw DiagnosticsError(
        .error("output-not-written", error.description, hint: error.writingRemedy))
    }
  }
}

extension Application {
  /// Opens the file that is to take the secrets which services make up, where one is named.
  func generatedSecrets() throws -> GeneratedSecrets? {
    try invocation.arguments.last("generated-secrets").map { path in
      try GeneratedSecrets(
        path: path, environment: session.environment.name, run: run, world: invocation.world)
    }
  }

  /// Says before anything is written that a secret will be made up which nobody keeps.
  func announceGeneratedSecrets(of plan: Plan) {
    guard !invocation.arguments.has("generated-secrets") else { return }
    invocation.report(
      plan.operations.filter { $0.blockedBy.isEmpty && hasGenerated($0) }.map { operation in
        .warning(
          "generated-secret",
          "the service will make up a secret for \(operation.address) and tell it once; "
            + "nothing keeps it",
          address: operation.address.description,
          hint: "apply with --generated-secrets FILE to have it written there")
      })
  }

  /// Says which secrets were made up for objects whose creation went without an answer.
  func reportLostSecrets(of results: [OperationResult], _ secrets: GeneratedSecrets?) async {
    guard let kept = await secrets?.kept else { return }
    let lost = results.filter { result in
      guard case .applied = result.outcome else { return false }
      return hasGenerated(result.operation) && !kept.contains(result.operation.address)
    }
    invocation.report(
      lost.map { result in
        .warning(
          "secret-not-kept",
          "\(result.operation.address) was created, but the answer with its secret was lost",
          address: result.operation.address.description, hint: GeneratedSecrets.remedy)
      })
  }

  private func hasGenerated(_ operation: Operation) -> Bool {
    let wire = session.pieces.byCollection[operation.address.collection]?
      .wires[session.environment.genesys.profile]
    return [.create, .replace].contains(operation.action) && wire?.generated.isEmpty == false
  }
}
