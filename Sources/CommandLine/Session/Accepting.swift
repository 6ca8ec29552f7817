internal import Diagnostics
internal import JSON
internal import Manifests
internal import Reconciler
internal import World

/// Brings the manifests up to date with what the org has, where they stand.
struct Accepting: Sendable {
  let session: Session
  let planning: Planning

  /// What was taken over, and what the manifests still differ in.
  struct Result: Sendable {
    let remaining: Proposal
    /// The changes of the resolved manifests, as a JSON Patch by address.
    let patch: JSON
    let files: [(path: String, bytes: [UInt8])]
    let count: Int
  }

  /// Takes over the fields that `paths` names of each operation; nothing is written yet.
  ///
  /// The planning must have read the org. Throws where what would come of it is not valid.
  func accept(
    _ operations: [Operation], _ paths: (Operation) -> [JSONPointer]
  ) async throws -> Result {
    let export = export()
    let manifests = Dictionary(
      uniqueKeysWithValues: session.manifests.manifests.map { ($0.address, $0) })
    var acceptance = Acceptance(project: session.project, environment: session.environment)
    let observed = session.pieces.joined(planning.observed ?? [:])
    for operation in operations {
      let address = operation.address.whole
      guard let manifest = manifests[address], let id = operation.id,
        let live = observed[address.kind]?.object(id: id)
      else { continue }
      acceptance.accept(
        paths(operation), of: address, kind: manifest.kind,
        live: export.spec(of: live, at: address, leavesDefaultsOut: false),
        resolved: manifest.spec)
    }
    session.invocation.report(acceptance.problems)
    let edited = acceptance.edited
    let after = try session.replacing(edited)
    var replanning = try await Planning(session: after, connection: planning.connection)
    replanning.observed = planning.observed
    return Result(
      remaining: try await replanning.proposal(), patch: patch(to: after.manifests),
      files: edited, count: acceptance.accepted.count)
  }

  func write(_ result: Result) throws {
    do throws(FileError) {
      for file in result.files { try Files.write(file.bytes, to: file.path) }
    } catch {
      throw CommandFailure(
        .error,
        .error(
          "output-not-written", "not every manifest is written: \(error.description)",
          hint: error.writingRemedy))
    }
    let names = result.files.map(\.path).joined(separator: ", ")
    let noun = result.count == 1 ? "field" : "fields"
    session.invocation.say(
      result.files.isEmpty
        ? "nothing to take over" : "took over \(result.count) \(noun) into \(names)")
  }

  private func export() -> Export {
    let collections = session.pieces.joined(planning.observed ?? [:]).values.sorted {
      $0.kind < $1.kind
    }
    let profile = session.environment.genesys.profile
    return Export(
      project: session.project, environment: session.environment, kinds: session.kinds,
      record: planning.record,
      names: ExportNames(
        collections, kinds: session.kinds.kinds, known: session.knownIDs(planning.record),
        profile: profile, outside: session.kinds.lookupOnly(in: profile)))
  }

  private func patch(to after: ManifestSet) -> JSON {
    JSON.patch(from: session.manifests.byAddress, to: after.byAddress)
  }
}

extension ManifestSet {
  /// The resolved manifests as one document, by address.
  fileprivate var byAddress: JSON {
    .object(
      JSONObject(
        distinct: manifests.map {
          .init(key: $0.address.description, value: ["spec": $0.spec])
        }))
  }
}
