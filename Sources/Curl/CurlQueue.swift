import HTTP

/// The transfers of a loop: those libcurl has, those that wait for their turn, and idle handles.
struct CurlQueue {
  private let multi: CurlMulti
  private let configuration: CurlConfiguration
  private var waiting: [CurlTransfer] = []
  private var active: [UnsafeMutableRawPointer: (transfer: CurlTransfer, easy: CurlEasy)] = [:]
  private var idle: [CurlEasy] = []

  init(_ multi: CurlMulti, _ configuration: CurlConfiguration) {
    self.multi = multi
    self.configuration = configuration
  }

  mutating func add(_ transfers: [CurlTransfer]) { waiting += transfers }

  /// Starts whose turn it is, lets libcurl work, and returns whether there is more to do at once.
  mutating func advance() -> Bool {
    admit()
    let ended = multi.perform()
    for (handle, code) in ended {
      guard let (transfer, easy) = active[handle] else { continue }
      let outcome = easy.outcome(code, of: transfer)
      release(easy)
      transfer.finish(outcome)
    }
    return !ended.isEmpty && !waiting.isEmpty
  }

  mutating func cancel(_ transfer: CurlTransfer) {
    if let (_, easy) = active.values.first(where: { $0.transfer === transfer }) {
      release(easy)
      transfer.cancel()
    } else if let index = waiting.firstIndex(where: { $0 === transfer }) {
      waiting.remove(at: index)
      transfer.cancel()
    }
  }

  mutating func cancelAll() {
    for (transfer, easy) in active.values {
      release(easy)
      transfer.cancel()
    }
    for transfer in waiting { transfer.cancel() }
    waiting = []
    idle = []
  }

  private mutating func admit() {
    let count = min(waiting.count, max(0, configuration.concurrentRequests - active.count))
    let admitted = waiting.prefix(count)
    waiting.removeFirst(count)
    for transfer in admitted { start(transfer) }
  }

  private mutating func start(_ transfer: CurlTransfer) {
    let left = ContinuousClock.now.duration(to: transfer.deadline)
    guard left > .zero else { return transfer.fail(.timeout, "no turn came before the timeout") }
    guard let easy = idle.popLast() ?? CurlEasy() else {
      return transfer.fail(.unsupported, "libcurl gave no handle")
    }
    easy.prepare(transfer, timeout: left, configuration)
    guard multi.add(easy) else { return transfer.fail(.unsupported, "libcurl took no handle") }
    active[easy.handle] = (transfer, easy)
  }

  /// Takes a handle out of libcurl's hands and keeps it for the next transfer.
  private mutating func release(_ easy: CurlEasy) {
    multi.remove(easy)
    active[easy.handle] = nil
    easy.reset()
    if idle.count < configuration.concurrentRequests { idle.append(easy) }
  }
}

extension CurlTransfer {
  fileprivate func fail(_ reason: TransportError.Reason, _ detail: String) {
    finish(.failure(TransportError(reason, detail, mayHaveBeenSent: false)))
  }
}
