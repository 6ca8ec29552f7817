internal import Diagnostics
internal import JSON
package import Reconciler
package import World

/// Carries out writes in AWS.
package struct AWSWriter: Writer {
  private let reader: AWSReader
  private let profile: Profile
  private let world: World

  package init(_ reader: AWSReader, profile: Profile, world: World) {
    self.reader = reader
    self.profile = profile
    self.world = world
  }

  package func readBack(_ kind: Kind, ids: [String]) async -> ObservedCollection {
    let found = await reader.observe([.init(kind, ids: ids)])
    guard let collection = found[kind.name] else {
      preconditionFailure("every collection asked for is answered")
    }
    return collection
  }

  package func write(_ write: Write) async throws(WriteFailure) -> WriteReceipt {
    guard let place = AWSPlace(write.kind, in: profile), let calls = reader.calls else {
      throw WriteFailure(
        .other,
        .error(
          "no-aws-region", "\(write.address) cannot be written: no AWS region is named",
          address: write.address.description,
          hint: "name it under aws.region of the environment, or in AWS_REGION"))
    }
    let start = world.instant()
    do throws(AWSFailure) {
      let id = try await patiently { () async throws(AWSFailure) in
        try await perform(write, place, calls)
      }
      let latency = start.duration(to: world.instant())
      return WriteReceipt(
        id: id, attempts: [AttemptSample(status: 200, latency: latency)], latency: latency,
        correlation: nil)
    } catch {
      throw failure(error, write, start.duration(to: world.instant()))
    }
  }

  /// Does something again where somebody else changed the same thing at the same time.
  private func patiently(
    _ body: () async throws(AWSFailure) -> String?
  ) async throws(AWSFailure) -> String? {
    var waits = [Duration.seconds(2), .seconds(1), .milliseconds(500)]
    while true {
      do throws(AWSFailure) {
        return try await body()
      } catch {
        guard error.code?.hasPrefix("ConcurrentModification") == true, let wait = waits.popLast(),
          (try? await world.sleep(wait)) != nil
        else { throw error }
      }
    }
  }

  private func perform(
    _ write: Write, _ place: AWSPlace, _ calls: AWSCalls
  ) async throws(AWSFailure) -> String? {
    let goal = write.body.map { $0.reveal { place.body(of: $0) } } ?? [:]
    switch (write.action, write.id) {
    case (.create, let id):
      do throws(AWSFailure) {
        return try await place.resource.create(goal, id: id, through: calls)
      } catch {
        let isThere = error.cause == .conflict && error.code?.contains("Recently") != true
        guard isThere else { throw error }
        return try await existing(goal, write, place, after: error)
      }
    case (.update, let id?): try await place.resource.update(goal, id: id, through: calls)
    case (.delete, let id?):
      do throws(AWSFailure) {
        try await place.resource.delete(id: id, through: calls)
      } catch {
        guard error.cause == .notFound else { throw error }
      }
    case (.update, nil), (.delete, nil): preconditionFailure("what there is has an id")
    }
    return write.id
  }

  /// Returns the id of what is there already and is just as wanted, as after a lost answer.
  private func existing(
    _ goal: JSON, _ write: Write, _ place: AWSPlace, after failure: AWSFailure
  ) async throws(AWSFailure) -> String {
    guard let calls = reader.calls else { throw failure }
    let found = try await place.resource.read(AWSWanted(goals: [goal]), through: calls)
    let field = write.kind.spec
    let same = found.first { object in
      Differ(keepsUnmanaged: false).changes(
        desired: place.spec(of: goal),
        observed: field.normalised(place.spec(of: object.body), as: .comparable), in: field
      ).isEmpty
    }
    guard let same else { throw failure }
    return same.id
  }

  private func failure(
    _ error: AWSFailure, _ write: Write, _ latency: Duration
  ) -> WriteFailure {
    let cause: WriteFailure.Cause =
      switch error.cause {
      case .permission, .noCredentials: .permission
      case .conflict: .conflict
      case .interrupted: .interrupted
      case .notFound, .throttled, .transport, .unfinished, .other: .other
      }
    let wasSent = error.cause != .noCredentials
    let verb = error.cause == .unfinished ? "was not seen to be" : "could not be"
    return WriteFailure(
      cause,
      error.diagnostic(
        .error, "\(write.address) \(verb) \(write.action.done)",
        address: write.address.description),
      attempts: wasSent ? [AttemptSample(status: nil, latency: latency)] : [], latency: latency,
      correlation: error.requestID)
  }
}

extension Write.Action {
  fileprivate var done: String {
    switch self {
    case .create: "created"
    case .update: "changed"
    case .delete: "deleted"
    }
  }
}
