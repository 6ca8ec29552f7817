internal import AWS
internal import Genesys
internal import Reconciler

/// Hands each write to the service that keeps the object.
struct ServiceWriter: Writer {
  let genesys: GenesysWriter
  let aws: AWSWriter
  let profile: Profile

  private func writer(of kind: Kind) -> any Writer {
    kind.wires[profile]?.service == .aws ? aws : genesys
  }

  func write(_ write: Write) async throws(WriteFailure) -> WriteReceipt {
    try await writer(of: write.kind).write(write)
  }

  func readBack(_ kind: Kind, ids: [String]) async -> ObservedCollection {
    await writer(of: kind).readBack(kind, ids: ids)
  }
}
