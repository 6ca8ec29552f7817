/// Decides which operation may start next; a state machine that neither waits nor writes.
///
/// An operation is ready when all it needs have been applied. One that fails takes those that need
/// it with it, and leaves the rest running. Deletions wait until everything else has ended.
package struct Schedule: Sendable {
  package enum OnError: String, Sendable, CaseIterable { case `continue`, stop }

  private let operations: [Address: Operation]
  private let onError: OnError
  private var waiting: [Address: Set<Address>] = [:]
  private var needing: [Address: [Address]] = [:]
  private var ready: [Address]
  private var readyDeletions: [Address] = []
  /// What is no deletion and has not ended.
  private var unfinished: Set<Address>
  private var skips: [(Address, String)] = []
  /// Why nothing more is started.
  private var stopped: String?

  package init(
    _ operations: [Operation], blocked: [Address: [String]] = [:], onError: OnError = .continue
  ) {
    self.operations = Dictionary(
      operations.map { ($0.address, $0) }, uniquingKeysWith: { first, _ in first })
    self.onError = onError
    ready = []
    unfinished = Set(operations.lazy.filter { $0.action != .delete }.map(\.address))
    for operation in operations {
      let needed = Set(operation.dependencies)
      waiting[operation.address] = needed
      for other in needed { needing[other, default: []].append(operation.address) }
    }
    for operation in operations {
      if let reason = operation.blockedBy.first ?? blocked[operation.address]?.first {
        skip(operation.address, reason)
      }
    }
    for operation in operations.reversed() where waiting[operation.address]?.isEmpty == true {
      makeReady(operation.address)
    }
  }

  private mutating func makeReady(_ address: Address) {
    if operations[address]?.action == .delete {
      readyDeletions.append(address)
    } else {
      ready.append(address)
    }
  }

  /// Takes the next operation that may start, or nil where none may now.
  package mutating func next() -> Operation? {
    guard stopped == nil else { return nil }
    while let address = ready.popLast() ?? (unfinished.isEmpty ? readyDeletions.popLast() : nil) {
      if waiting.removeValue(forKey: address) != nil { return operations[address] }
    }
    return nil
  }

  /// Takes up that an operation has been applied.
  package mutating func succeeded(_ address: Address) {
    unfinished.remove(address)
    for dependent in needing[address] ?? [] {
      guard waiting[dependent]?.remove(address) != nil, waiting[dependent]?.isEmpty == true
      else { continue }
      makeReady(dependent)
    }
  }

  /// Takes up that an operation need not be carried out, because its goal is there already.
  package mutating func settled(_ address: Address) {
    guard waiting.removeValue(forKey: address) != nil else { return }
    succeeded(address)
  }

  /// Takes up that an operation has failed, and gives up those that need it.
  package mutating func failed(_ address: Address) {
    unfinished.remove(address)
    skipDependents(of: address, "needs \(address), which failed")
    if onError == .stop { stop("an operation failed and --on-error is stop") }
  }

  /// Starts nothing more; what has not started is skipped for the reason given.
  package mutating func stop(_ reason: String) {
    stopped = stopped ?? reason
  }

  /// Returns what was given up, once nothing is ready or running any more.
  package mutating func drained() -> [(Address, String)] {
    if let stopped {
      for address in waiting.keys.sorted() { skips.append((address, stopped)) }
    } else {
      for (address, needed) in waiting.sorted(by: { $0.key < $1.key }) {
        let others = needed.sorted().map(\.description).joined(separator: ", ")
        skips.append((address, "it and what it needs wait for each other: \(others)"))
      }
    }
    waiting = [:]
    defer { skips = [] }
    return skips
  }

  private mutating func skip(_ address: Address, _ reason: String) {
    guard waiting.removeValue(forKey: address) != nil else { return }
    unfinished.remove(address)
    skips.append((address, reason))
    skipDependents(of: address, "needs \(address), which was skipped")
  }

  private mutating func skipDependents(of address: Address, _ reason: String) {
    for dependent in needing[address] ?? [] where waiting.removeValue(forKey: dependent) != nil {
      unfinished.remove(dependent)
      skips.append((dependent, reason))
      skipDependents(of: dependent, "needs \(dependent), which was skipped")
    }
  }
}
