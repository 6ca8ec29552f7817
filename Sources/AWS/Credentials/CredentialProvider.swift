package import HTTP
internal import Synchronization
internal import World

/// Gives the credentials of a machine, a profile or a role, and replaces them before they expire.
///
/// Those that ask at the same time share one way to get them. Nothing is looked for before somebody
/// asks.
package actor CredentialProvider: AWSCredentialSource {
  private let world: World
  private let fetch: @Sendable () async -> Result<HeldCredentials, AuthenticationError>
  /// Read by every request, so that nobody waits for a turn to.
  private nonisolated let held = Mutex<HeldCredentials?>(nil)
  private var refresh: Task<Result<HeldCredentials, AuthenticationError>, Never>?
  private var failed: (error: AuthenticationError, at: ContinuousClock.Instant)?

  /// How long a failure stands before the same is tried again.
  private static let pause = Duration.seconds(30)

  init(
    world: World,
    fetch: @escaping @Sendable () async -> Result<HeldCredentials, AuthenticationError>
  ) {
    self.world = world
    self.fetch = fetch
  }

  package nonisolated func credentials() async throws(AuthenticationError) -> AWSCredentials {
    let held = held.withLock(\.self)
    if let held, !held.isDue(at: world.serverTime()) { return held.credentials }
    return try await replaced()
  }

  private func replaced() async throws(AuthenticationError) -> AWSCredentials {
    if let held = held.withLock(\.self), !held.isDue(at: world.serverTime()) {
      return held.credentials
    }
    do throws(AuthenticationError) {
      return try await renewed().credentials
    } catch {
      // What is due for replacement is good for a while yet.
      if let held = held.withLock(\.self), !held.isExpired(at: world.serverTime()) {
        return held.credentials
      }
      throw error
    }
  }

  package func refused(_ accessKeyID: String) async -> Bool {
    held.withLock { held in
      if held?.credentials.accessKeyID == accessKeyID { held = nil }
    }
    return true
  }

  private func renewed() async throws(AuthenticationError) -> HeldCredentials {
    if refresh == nil, let failed, world.instant() < failed.at + Self.pause { throw failed.error }
    let refresh = self.refresh ?? Task { await self.renew() }
    self.refresh = refresh
    return try await refresh.value.get()
  }

  private func renew() async -> Result<HeldCredentials, AuthenticationError> {
    let result = await fetch()
    switch result {
    case .success(let held):
      self.held.withLock { $0 = held }
      failed = nil
    case .failure(let error): failed = (error, world.instant())
    }
    refresh = nil
    return result
  }
}
