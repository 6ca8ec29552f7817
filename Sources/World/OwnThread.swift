internal import Glibc

/// Runs what waits or takes a processor for long on a thread of its own, so that no task ever waits in it.
package enum OwnThread {
  private final class Job: Sendable {
    private let work: @Sendable () -> Void

    init(_ work: @escaping @Sendable () -> Void) {
      self.work = work
    }

    static func main(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
      blockSignals()
      context.map { Unmanaged<Job>.fromOpaque($0).takeRetainedValue().work() }
      return nil
    }
  }

  /// Starts work that nobody waits for; returns false where the system gives no thread.
  @discardableResult
  package static func start(_ work: @escaping @Sendable () -> Void) -> Bool {
    var thread = pthread_t()
    let context = Unmanaged.passRetained(Job(work)).toOpaque()
    guard pthread_create(&thread, nil, { Job.main($0) }, context) == 0 else {
      Unmanaged<Job>.fromOpaque(context).release()
      return false
    }
    pthread_detach(thread)
    return true
  }

  /// Does work and returns what came of it; nil where the system gives no thread.
  package static func result<Value: Sendable, Failure: Error>(
    of work: @escaping @Sendable () throws(Failure) -> Value
  ) async -> Result<Value, Failure>? {
    await withCheckedContinuation { continuation in
      let isStarted = start {
        continuation.resume(returning: Result { () throws(Failure) in try work() })
      }
      if !isStarted { continuation.resume(returning: nil) }
    }
  }

  /// Leaves signals to the threads that handle them (`pthread_sigmask`).
  package static func blockSignals() {
    var all = sigset_t()
    sigfillset(&all)
    pthread_sigmask(SIG_BLOCK, &all, nil)
  }
}
