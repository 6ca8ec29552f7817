internal import JSON
package import Reconciler
package import World

extension S3StateStore {
  private static let leaseName = "lease.json"

  package func acquire(
    _ lease: Lease, at now: Timestamp
  ) async throws(StateFailure) -> LeaseAnswer {
    var answer = LeaseAnswer.acquired(takenOver: nil)
    try await exchange { present in
      if let present, !present.isOurs(lease), !present.isExpired(at: now) {
        answer = .held(present)
        return .kept
      }
      answer = .acquired(takenOver: present?.isOurs(lease) == true ? nil : present)
      return .changed(to: lease)
    }
    return answer
  }

  package func renew(_ lease: Lease) async throws(StateFailure) -> Bool {
    try await exchange { present in
      guard let present, present.isOurs(lease) else { return .kept }
      return .changed(to: present.extended(to: lease.expires))
    }
  }

  package func release(_ lease: Lease) async throws(StateFailure) {
    try await exchange { $0?.isOurs(lease) == true ? .changed(to: nil) : .kept }
  }

  package func lease() async throws(StateFailure) -> Lease? {
    try Self.lease(in: try await objects.read(Self.leaseName, .lease)?.document, objects)
  }

  private enum Verdict {
    case kept
    case changed(to: Lease?)
  }

  /// Decides over the lease as it is, and again where it has become another meanwhile; returns
  /// whether it was changed.
  @discardableResult
  private func exchange(
    _ decide: (Lease?) -> Verdict
  ) async throws(StateFailure) -> Bool {
    try await objects.replace(Self.leaseName, .lease, as: Self.newWrite()) {
      document throws(StateFailure) -> JSONObject? in
      switch decide(try Self.lease(in: document, objects)) {
      case .kept: nil
      case .changed(let lease): ["lease": lease.map(\.json) ?? .null]
      }
    }
  }

  /// Reads a lease out of its document; one given up is as good as none.
  private static func lease(
    in document: StateDocument?, _ objects: StateObjects
  ) throws(StateFailure) -> Lease? {
    guard let document else { return nil }
    switch document["lease"] {
    case .null?: return nil
    case let json?:
      if let lease = Lease(json) { return lease }
      fallthrough
    case nil:
      throw .corrupt(
        objects.url(leaseName), "it is not all of a lease",
        hint: "where surely no run is under way, delete the object")
    }
  }
}
