internal import JSON
package import World

/// Puts into words for the record what an operation has made of its object.
package struct Scribe: Sendable {
  private let owner: String
  private let run: String
  private let fingerprint: @Sendable (Secret) -> String?

  /// Makes a scribe of one run; `fingerprint` makes a secret's change visible and nothing else of it.
  package init(
    owner: String, run: String, fingerprint: @escaping @Sendable (Secret) -> String?
  ) {
    self.owner = owner
    self.run = run
    self.fingerprint = fingerprint
  }

  /// Returns what the record is to know of an object found to be as declared.
  package func change(for found: Proposal.Unrecorded, at time: Timestamp) -> AppliedChange {
    .set(
      AppliedObject(
        address: found.address, id: found.id, owner: owner, spec: found.spec,
        deletionPolicy: found.keeping.deletionPolicy, labels: found.keeping.labels, run: run,
        time: time))
  }

  func change(
    of operation: Operation, in spec: Field, ids: [Address: String], secrets: [String: Secret],
    at time: Timestamp
  ) -> AppliedChange? {
    guard let after = operation.after else { return .forget(operation.address) }
    guard let id = ids[operation.address] else { return nil }
    let goal = spec.substituting(ids, in: after)
    var fingerprints: [String: String] = [:]
    for (pointer, source) in spec.secretPlaces(in: goal) {
      fingerprints[pointer.description] = secrets[source].flatMap(fingerprint)
    }
    return .set(
      AppliedObject(
        address: operation.address, id: id, owner: owner, spec: spec.withoutSecrets(goal),
        fingerprints: fingerprints, deletionPolicy: operation.keeping.deletionPolicy,
        labels: operation.keeping.labels, run: run, time: time))
  }
}
