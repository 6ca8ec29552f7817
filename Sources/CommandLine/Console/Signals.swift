internal import Glibc
internal import Reconciler
internal import Synchronization

/// Turns Ctrl-C into the wish to stop where somebody listens, and into the end of the process where
/// nobody does; a second one always ends it.
package enum Signals {
  private struct Listener: Sendable {
    let interruption: Interruption
    let onFirst: @Sendable () -> Void
  }

  private static let listener = Mutex<Listener?>(nil)

  /// Takes the signals over for the whole process; must be called before any other thread exists.
  package static func takeOver() {
    var set = handled()
    pthread_sigmask(SIG_BLOCK, &set, nil)
    var thread = pthread_t()
    pthread_create(
      &thread, nil,
      { _ in
        Signals.listen()
        return nil
      }, nil)
    pthread_detach(thread)
  }

  /// Passes the first signal on as a wish to stop.
  static func interrupting(_ interruption: Interruption, onFirst: @escaping @Sendable () -> Void) {
    listener.withLock { $0 = Listener(interruption: interruption, onFirst: onFirst) }
  }

  private static func listen() {
    var set = handled()
    var signal: Int32 = 0
    while true {
      sigwait(&set, &signal)
      let listener = listener.withLock { listener in
        defer { listener = nil }
        return listener
      }
      guard let listener else { _exit(ExitCode.interrupted.rawValue) }
      listener.onFirst()
      listener.interruption.request()
    }
  }

  private static func handled() -> sigset_t {
    var set = sigset_t()
    sigemptyset(&set)
    sigaddset(&set, SIGINT)
    sigaddset(&set, SIGTERM)
    return set
  }
}
