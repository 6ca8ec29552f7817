package import Reconciler
package import World

/// Tells channels what a look came to, each once.
package struct DriftTeller: Sendable {
  /// What became of telling one channel.
  package enum Outcome: Sendable, Hashable {
    /// There was nothing to tell.
    case nothing
    /// Another run is telling it.
    case elsewhere
    /// It was told, in a few words.
    case told(String)
    case failed(DriftNotice.News, reason: String)
  }

  private let memory: NoticeMemory
  /// What tells the differences that a part of the environment has from those that all of it has.
  private let scope: String?
  private let world: World
  private let deliver: @Sendable (DriftNotice, NoticeChannel) async throws(NoticeFailure) -> Void

  package init(
    memory: NoticeMemory, scope: String?, world: World,
    deliver:
      @escaping @Sendable (
        DriftNotice, NoticeChannel
      ) async throws(NoticeFailure) -> Void
  ) {
    (self.memory, self.scope, self.world, self.deliver) = (memory, scope, world, deliver)
  }

  /// Tells one channel what it does not know yet, and writes down that it does.
  package func tell(_ channel: NoticeChannel, _ look: DriftLook) async throws(StateFailure)
    -> Outcome
  {
    let entry = try await memory.entry(scope.map { "\(channel.name)-\($0)" } ?? channel.name)
    let (notice, standing) = channel.policy.next(after: entry.standing, look)
    guard !entry.isClaimed(at: world.serverTime()) else { return .elsewhere }
    guard let notice else {
      if standing != entry.standing { _ = try await memory.settle(entry, as: standing) }
      return .nothing
    }
    guard let claimed = try await memory.claim(entry) else { return .elsewhere }
    do throws(NoticeFailure) {
      try await deliver(notice, channel)
    } catch {
      _ = try await memory.settle(claimed, as: entry.standing)
      note(channel, notice, error)
      return .failed(notice.news, reason: error.reason)
    }
    world.log.emit(
      .notificationSent(
        notification: channel.name, type: channel.way.name, news: notice.news.rawValue))
    _ = try await memory.settle(claimed, as: standing)
    return .told(notice.summary)
  }

  private func note(_ channel: NoticeChannel, _ notice: DriftNotice, _ failure: NoticeFailure) {
    world.log.emit(
      .notificationFailed(
        notification: channel.name, type: channel.way.name, news: notice.news.rawValue,
        reason: failure.reason))
  }
}
