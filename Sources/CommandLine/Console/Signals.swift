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

  /// The pipe that a signal's handler writes to, since it may do little else.
  private static let ends: (read: Int32, write: Int32) = {
    var ends: [Int32] = [-1, -1]
    pipe(&ends)
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
  }()

  /// Takes the signals over for the whole process.
  ///
  /// A thread that waits for blocked signals would not do: the main thread waits for its queue with
  /// every signal unblocked.
  package static func takeOver() {
    guard ends.write >= 0 else { return }
    var thread = pthread_t()
    pthread_create(
      &thread, nil,
      { _ in
        Signals.listen()
        return nil
      }, nil)
    pthread_detach(thread)
    for number in [SIGINT, SIGTERM] {
      signal(number) { _ in
        var byte: UInt8 = 1
        _ = write(Signals.ends.write, &byte, 1)
      }
    }
  }

  /// Passes the first signal on as a wish to stop.
  static func interrupting(_ interruption: Interruption, onFirst: @escaping @Sendable () -> Void) {
    listener.withLock { $0 = Listener(interruption: interruption, onFirst: onFirst) }
  }

  private static func listen() {
    var byte: UInt8 = 0
    while true {
      guard read(ends.read, &byte, 1) == 1 else { continue }
      let listener = listener.withLock { listener in
        defer { listener = nil }
        return listener
      }
      guard let listener else { _exit(ExitCode.interrupted.rawValue) }
      listener.onFirst()
      listener.interruption.request()
    }
  }
}
