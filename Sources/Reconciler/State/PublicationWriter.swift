internal import Diagnostics
package import World

/// Carries out the writes of kinds that are published into the state.
package struct PublicationWriter: Writer {
  private let publications: Publications
  private let provenance: Publication.Provenance
  private let world: World

  package init(
    _ publications: Publications, provenance: Publication.Provenance, world: World
  ) {
    (self.publications, self.provenance, self.world) = (publications, provenance, world)
  }

  package func readBack(_ kind: Kind, ids: [String]) async -> ObservedCollection {
    await publications.observe(kind)
  }

  package func write(_ write: Write) async throws(WriteFailure) -> WriteReceipt {
    guard let id = write.id else {
      preconditionFailure("\(write.kind.name) lives in the state, where the client chooses ids")
    }
    let start = world.instant()
    do throws(StateFailure) {
      if let body = write.body {
        try await publications.publish(
          body.reveal { $0 }, kind: write.kind.name, id: id, by: provenance, at: world.now())
      } else {
        try await publications.withdraw(
          kind: write.kind.name, id: id, by: provenance, at: world.now())
      }
    } catch {
      var problem = error.problem
      problem.address = write.address.description
      throw WriteFailure(problem.code == "state-busy" ? .conflict : .other, problem)
    }
    return WriteReceipt(
      id: id, attempts: [], latency: start.duration(to: world.instant()), correlation: nil)
  }
}
