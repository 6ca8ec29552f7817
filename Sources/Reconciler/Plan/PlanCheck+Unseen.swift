extension PlanCheck {
  /// Returns the operations that earlier attempts carried out, or may have, and that do not show yet.
  ///
  /// What is neither as the plan saw it nor as the plan wants it was changed by somebody else since,
  /// and is not waited for. Where the client chooses the ids a repeated write does no harm, so that
  /// nothing is waited for either.
  package func unseen(in observed: [String: ObservedCollection]) -> [Address] {
    let ids = knownIDs
    return inOrderOfNeed.filter { operation in
      let address = operation.address
      guard finished[address] != nil || unanswered.contains(address),
        let kind = kinds[address.collection], kind.wires[profile]?.identity != .client,
        let collection = observed[address.collection], collection.problem == nil
      else { return false }
      return !shows(operation, kind, in: collection, ids)
    }.map(\.address)
  }

  /// Whether the org shows what an operation made, or what somebody else made of it later.
  private func shows(
    _ operation: Operation, _ kind: Kind, in collection: ObservedCollection,
    _ ids: [Address: String]
  ) -> Bool {
    let made = finished[operation.address].flatMap(collection.object(id:))
    let found = made ?? live(operation, kind, collection, ids)
    guard let found else { return ![.create, .replace].contains(operation.action) }
    let isWanted = operation.after != nil && changes(operation, kind, found, ids).isEmpty
    guard let planned = operation.precondition else {
      // The first that is seen of a new part is what the service put there itself.
      return isWanted || operation.address.part == nil
    }
    // A write that may not have been sent is sent again, whatever there is.
    guard finished[operation.address] != nil else { return true }
    return isWanted || kind.spec.precondition(ofLive: found.body) != planned
  }
}
