internal import Reconciler
internal import World

extension Interruption {
  /// Waits for the wish to stop, and no longer than a time.
  func wait(atMost duration: Duration, _ world: World) async {
    await withTaskGroup(of: Void.self) { group in
      group.addTask { await self.wait() }
      group.addTask { try? await world.sleep(duration) }
      await group.next()
      group.cancelAll()
    }
  }
}
