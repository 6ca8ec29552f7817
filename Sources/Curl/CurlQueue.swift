import CCurl

/// The transfers of a loop: those libcurl has, those that wait for their turn, and idle handles.
struct CurlQueue {
  private let multi: CurlMulti
  private let configuration: CurlConfiguration
  private var waiting: [any CurlWork] = []
  /// No waiting transfer's time is up before this.
  private var nextExpiry: ContinuousClock.Instant?
  private var active: [UnsafeMutableRawPointer: (transfer: any CurlWork, easy: CurlEasy)] = [:]
  private var idle: [CurlEasy] = []

  init(_ multi: CurlMulti, _ configuration: CurlConfiguration) {
    self.multi = multi
    self.configuration = configuration
  }

  mutating func add(_ transfers: [any CurlWork]) {
    waiting += transfers
    nextExpiry = ([nextExpiry].compactMap(\.self) + transfers.map(\.deadline)).min()
  }

  /// Starts whose turn it is, lets libcurl work, and returns how long there is nothing to do.
  mutating func advance() -> Duration {
    admit()
    expire()
    let ended = multi.perform()
    for (handle, code) in ended {
      guard let (transfer, easy) = active[handle] else { continue }
      let deliver = transfer.end(code, on: easy)
      release(easy)
      deliver()
    }
    guard ended.isEmpty else { return .zero }
    return nextExpiry.map { ContinuousClock.now.duration(to: $0) } ?? .seconds(60)
  }

  mutating func cancel(_ transfer: any CurlWork) {
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

  /// Starts the longest waiting; one that fails on the spot makes room for the next.
  private mutating func admit() {
    var taken = 0
    while taken < waiting.count, active.count < max(1, configuration.concurrentRequests) {
      start(waiting[taken])
      taken += 1
    }
    waiting.removeFirst(taken)
  }

  /// Ends the waiting whose time is up before their turn came.
  private mutating func expire() {
    guard !waiting.isEmpty else { return nextExpiry = nil }
    guard let nextExpiry, nextExpiry <= .now else { return }
    let late = waiting.filter { $0.deadline <= .now }
    waiting.removeAll { transfer in late.contains { $0 === transfer } }
    self.nextExpiry = waiting.map(\.deadline).min()
    for transfer in late { transfer.fail(.late) }
  }

  private mutating func start(_ transfer: any CurlWork) {
    let left = ContinuousClock.now.duration(to: transfer.deadline)
    guard left > .zero else { return transfer.fail(.late) }
    guard let easy = idle.popLast() ?? CurlEasy() else {
      return transfer.fail(.noHandle)
    }
    transfer.prepare(easy, timeout: left, configuration)
    guard multi.add(easy) else { return transfer.fail(.noHandle) }
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
