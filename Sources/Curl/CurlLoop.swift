import Synchronization
import World

/// The one thread that calls libcurl, and the inbox through which it hears of work.
///
/// `curl_multi_poll` blocks, so that it has a thread of its own and no task ever waits in it.
final class CurlLoop: Sendable {
  private struct Inbox {
    var arrivals: [any CurlWork] = []
    var cancellations: [any CurlWork] = []
    var isClosing = false
    /// What wakes the thread; nil before it runs and after it ended.
    var multi: CurlMulti?
    var hasEnded = false
  }

  private let inbox = Mutex(Inbox())
  private let configuration: CurlConfiguration

  init(_ configuration: CurlConfiguration) {
    self.configuration = configuration
  }

  /// Starts the thread, which keeps the loop alive until `close`.
  func start() {
    let isStarted = OwnThread.start {
      self.run()
      self.end()
    }
    if !isStarted { end() }
  }

  /// Takes a transfer, to be finished in any case, or returns false after the end.
  func submit(_ transfer: any CurlWork) -> Bool {
    inbox.withLock { inbox in
      guard !inbox.isClosing, !inbox.hasEnded else { return false }
      // The thread takes all arrivals at once, so that the first one alone need wake it.
      if inbox.arrivals.isEmpty { inbox.multi?.wake() }
      inbox.arrivals.append(transfer)
      return true
    }
  }

  /// Ends a transfer that was submitted, wherever it is.
  func cancel(_ transfer: any CurlWork) {
    inbox.withLock { inbox in
      guard !inbox.hasEnded else { return }
      inbox.cancellations.append(transfer)
      inbox.multi?.wake()
    }
  }

  /// Ends the thread, after which every transfer under way has been cancelled.
  func close() {
    inbox.withLock { inbox in
      inbox.isClosing = true
      inbox.multi?.wake()
    }
  }
}

extension CurlLoop {
  private func run() {
    guard let multi = CurlMulti(configuration) else { return }
    inbox.withLock { $0.multi = multi }
    var queue = CurlQueue(multi, configuration)
    while true {
      let (arrivals, cancellations, isClosing) = inbox.withLock { inbox in
        defer { (inbox.arrivals, inbox.cancellations) = ([], []) }
        return (inbox.arrivals, inbox.cancellations, inbox.isClosing)
      }
      queue.add(arrivals)
      for transfer in cancellations { queue.cancel(transfer) }
      guard !isClosing else { return queue.cancelAll() }
      let rest = queue.advance()
      if rest > .zero { multi.wait(rest) }
    }
  }

  /// Marks the loop as ended, and cancels what arrived too late to be seen.
  private func end() {
    let late = inbox.withLock { inbox in
      inbox.hasEnded = true
      inbox.multi = nil
      defer { (inbox.arrivals, inbox.cancellations) = ([], []) }
      return inbox.arrivals
    }
    for transfer in late { transfer.cancel() }
  }
}
