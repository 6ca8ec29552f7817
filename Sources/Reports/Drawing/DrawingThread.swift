internal import Glibc

/// Runs what takes a processor for long, or waits for its turn to draw, on a thread of its own, so that no
/// task ever waits in it.
enum DrawingThread {
  private final class Job: Sendable {
    private let work: @Sendable () -> Void

    init(_ work: @escaping @Sendable () -> Void) {
      self.work = work
    }

    static func main(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
      context.map { Unmanaged<Job>.fromOpaque($0).takeRetainedValue().work() }
      return nil
    }
  }

  static func run<Value: Sendable>(
    _ body: @escaping @Sendable () throws(ReportError) -> Value
  ) async throws(ReportError) -> Value {
    let result: Result<Value, ReportError> = await withCheckedContinuation { continuation in
      let job = Job {
        continuation.resume(returning: Result { () throws(ReportError) in try body() })
      }
      var thread = pthread_t()
      let context = Unmanaged.passRetained(job).toOpaque()
      guard pthread_create(&thread, nil, { Job.main($0) }, context) == 0 else {
        Unmanaged<Job>.fromOpaque(context).release()
        return continuation.resume(
          returning: .failure(ReportError("drawing-failed", "the system gives no thread")))
      }
      pthread_detach(thread)
    }
    return try result.get()
  }
}
