internal import Glibc
internal import Reconciler

/// Turns Ctrl-C into the wish to stop; a second one ends the process at once.
enum Signals {
  /// Starts listening, for as long as the process lives.
  static func interrupting(_ interruption: Interruption, onFirst: @escaping @Sendable () -> Void) {
    var set = sigset_t()
    sigemptyset(&set)
    sigaddset(&set, SIGINT)
    sigaddset(&set, SIGTERM)
    pthread_sigmask(SIG_BLOCK, &set, nil)
    let box = Listener(set: set, interruption: interruption, onFirst: onFirst)
    var thread = pthread_t()
    pthread_create(
      &thread, nil,
      { context in
        guard let context else { return nil }
        Unmanaged<Listener>.fromOpaque(context).takeRetainedValue().run()
        return nil
      }, Unmanaged.passRetained(box).toOpaque())
    pthread_detach(thread)
  }

  private final class Listener {
    private var set: sigset_t
    private let interruption: Interruption
    private let onFirst: @Sendable () -> Void

    init(set: sigset_t, interruption: Interruption, onFirst: @escaping @Sendable () -> Void) {
      self.set = set
      self.interruption = interruption
      self.onFirst = onFirst
    }

    func run() {
      var signal: Int32 = 0
      sigwait(&set, &signal)
      onFirst()
      interruption.request()
      sigwait(&set, &signal)
      _exit(ExitCode.interrupted.rawValue)
    }
  }
}
