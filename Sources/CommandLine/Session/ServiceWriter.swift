internal import AWS
internal import Genesys
internal import Reconciler

/// Hands each write to the service that keeps the object.
struct ServiceWriter: Writer {
  let genesys: GenesysWriter
  let aws: AWSWriter
  /// Nil where nothing is written that is published into the state.
  let state: PublicationWriter?
  let profile: Profile

  private func writer(of kind: Kind) -> any Writer {
    switch kind.wires[profile]?.service {
    case .aws: return aws
    case .state:
      guard let state else { preconditionFailure("\(kind.name) is written with a state at hand") }
      return state
    case .genesys, nil: return genesys
    }
  }

  func write(_ write: Write) async throws(WriteFailure) -> WriteReceipt {
    try await writer(of: write.kind).write(write)
  }

  func readBack(_ kind: Kind, ids: [String]) async -> ObservedCollection {
    await writer(of: kind).readBack(kind, ids: ids)
  }
}
