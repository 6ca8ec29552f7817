/// Who needs whom among objects, by the references between them.
package struct Dependencies: Sendable {
  private var needed: [Address: Set<Address>] = [:]

  package init() {}

  /// Notes that an object needs another.
  package mutating func note(_ address: Address, needs other: Address) {
    guard address != other else { return }
    needed[address, default: []].insert(other)
  }

  package func needs(of address: Address) -> Set<Address> { needed[address] ?? [] }

  /// Returns every object that needs one of the given ones, directly or through others.
  package func dependents(of roots: Set<Address>) -> Set<Address> {
    var reverse: [Address: [Address]] = [:]
    for (address, others) in needed {
      for other in others { reverse[other, default: []].append(address) }
    }
    var found: Set<Address> = []
    var open = Array(roots)
    while let next = open.popLast() {
      for dependent in reverse[next] ?? [] where found.insert(dependent).inserted {
        open.append(dependent)
      }
    }
    return found
  }

  /// Returns the rings of objects that need each other, each once, in a stable order.
  package func cycles() -> [[Address]] {
    var state: [Address: Bool] = [:]  // false while on the path, true when done
    var path: [Address] = []
    var found: [[Address]] = []
    for start in needed.keys.sorted() where state[start] == nil {
      visit(start, &state, &path, &found)
    }
    return found
  }

  /// Walks depth first with a stack of its own, so that a long chain cannot exhaust the thread's.
  private func visit(
    _ start: Address, _ state: inout [Address: Bool], _ path: inout [Address],
    _ found: inout [[Address]]
  ) {
    var pending: [[Address]] = [needs(of: start).sorted()]
    path.append(start)
    state[start] = false
    while let last = path.last {
      guard let next = pending[pending.count - 1].popLast() else {
        state[last] = true
        path.removeLast()
        pending.removeLast()
        continue
      }
      switch state[next] {
      case nil:
        state[next] = false
        path.append(next)
        pending.append(needs(of: next).sorted())
      case false?:
        if let first = path.firstIndex(of: next) { found.append(Array(path[first...])) }
      case true?: break
      }
    }
  }
}
