internal import Diagnostics
internal import Genesys
internal import JSON
internal import Manifests
internal import Reconciler

/// The org as far as it runs data actions in its test mode.
struct ActionOrg {
  private let session: Session
  private let connection: Connection
  private let trials: ActionTrialClient

  init(_ session: Session, _ connection: Connection) {
    (self.session, self.connection) = (session, connection)
    trials = connection.writer().genesys.actionTrials
  }

  /// Finds the action that a manifest is about, by name and category.
  func id(of address: Address) async throws -> String {
    guard let manifest = session.manifests.actions.first(where: { $0.address == address }),
      let kind = session.pieces.byCollection[address.kind]
    else { preconditionFailure("the session has the manifest") }
    let spec = manifest.namedSpec
    let found = await connection.reader.observe(kind, declaredIDs: [])
    if let problem = found.problem { throw CommandFailure(.error, problem) }
    let ids = found.objects.filter { object in
      object.body["name"] == spec["name"] && object.body["category"] == spec["category"]
    }.map(\.id)
    guard ids.count == 1, let id = ids.first else {
      throw CommandFailure(
        .error,
        .error(
          ids.isEmpty ? "no-such-action" : "ambiguous-action",
          ids.isEmpty
            ? "the org has no action of this name and category"
            : "several actions have this name and category: \(ids.joined(separator: ", "))",
          at: manifest.source, address: address.description,
          hint: ids.isEmpty ? "gcsync apply creates it" : "give them names of their own"))
    }
    return id
  }

  /// Returns the org's trace of an action for an input.
  func trace(of id: String, input: JSON) async throws -> JSON {
    try await trials.trace(of: id, input: input)
  }
}
