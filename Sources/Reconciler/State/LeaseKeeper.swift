package import World

/// Holds the lease of an environment for as long as a piece of work takes.
package struct LeaseKeeper: Sendable {
  /// How long a lease outlives its last sign of life.
  package static let standardLifetime: Duration = .seconds(60)

  /// Why the work was not begun.
  package struct Held: Error {
    package let lease: Lease
  }

  private let store: any StateStore
  private let run: String
  private let holder: String
  private let world: World
  private let lifetime: Duration

  package init(
    store: any StateStore, run: String, holder: String, world: World,
    lifetime: Duration = LeaseKeeper.standardLifetime
  ) {
    self.store = store
    self.run = run
    self.holder = holder
    self.world = world
    self.lifetime = lifetime
  }

  /// Takes the lease; returns nil once it is ours, else who holds it.
  ///
  /// A run that is resumed does not wait for the end of its own lease where `isGone` tells of its
  /// former holder that it lives no more.
  package func take(
    isGone: @Sendable (_ holder: String) -> Bool = { _ in false }
  ) async throws(StateFailure) -> Lease? {
    let now = world.now()
    let lease = lease(at: now)
    var answer = try await store.acquire(lease, at: now)
    if case .held(let other) = answer, other.run == run, isGone(other.holder) {
      try await store.release(other)
      answer = try await store.acquire(lease, at: now)
    }
    switch answer {
    case .held(let other): return other
    case .acquired(let former):
      if let former {
        world.log.emit(.leaseTakenOver(run: former.run, holder: former.holder))
      }
      return nil
    }
  }

  /// Does the work while the lease is kept alive beside it, and gives it up afterwards.
  ///
  /// `onLoss` is called where another has taken the lease, so that nothing more is written.
  package func keeping<Value: Sendable>(
    onLoss: @escaping @Sendable () -> Void, _ work: @Sendable () async -> Value
  ) async -> Value {
    await withTaskGroup(of: Void.self) { group in
      group.addTask { await beat(onLoss) }
      let value = await work()
      group.cancelAll()
      try? await store.release(lease(at: world.now()))
      return value
    }
  }

  private func lease(at now: Timestamp) -> Lease {
    Lease(run: run, holder: holder, acquired: now, expires: now.advanced(by: lifetime))
  }

  private func beat(_ onLoss: @Sendable () -> Void) async {
    var last = world.now()
    while (try? await world.sleep(lifetime / 3)) != nil {
      let now = world.now()
      do throws(StateFailure) {
        // Once the work is done the lease is given up, which is no loss either.
        guard try await store.renew(lease(at: now)) || Task.isCancelled else { return onLoss() }
        last = now
      } catch {
        // One failed sign of life is no loss; a lease without any for its lifetime is.
        if now.duration(since: last) >= lifetime { return onLoss() }
      }
    }
  }
}
