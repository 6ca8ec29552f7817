import Reconciler
import Testing
import World

/// What the lease of every state keeps to.
@Suite struct LeaseContractTests {
  private func lease(_ run: String, from start: Timestamp = noon) -> Lease {
    Lease(
      run: run, holder: "ada", acquired: start, expires: start.advanced(by: .seconds(60)))
  }

  @Test(arguments: StateHome.Kind.allCases)
  func `one run holds the lease until it gives it up or its time is over`(
    kind: StateHome.Kind
  ) async throws {
    let home = try await StateHome.make(kind)
    let (state, other) = (try home.open(), try home.open())
    let (first, second) = (lease("r-1"), lease("r-2"))
    #expect(try await state.lease() == nil)
    #expect(try await state.acquire(first, at: noon) == .acquired(takenOver: nil))
    #expect(try await other.acquire(second, at: noon) == .held(first))
    #expect(try await state.acquire(first, at: noon) == .acquired(takenOver: nil))
    try await other.release(second)
    #expect(try await state.lease() == first)
    let later = noon.advanced(by: .seconds(60))
    let taken = lease("r-2", from: later)
    #expect(try await other.acquire(taken, at: later) == .acquired(takenOver: first))
    #expect(try await state.renew(first) == false)
    let end = later.advanced(by: .seconds(80))
    #expect(try await other.renew(taken.extended(to: end)))
    #expect(try await state.lease() == taken.extended(to: end))
    try await state.release(taken)
    #expect(try await other.lease() == nil)
    #expect(try await other.renew(taken) == false)
    #expect(try await state.acquire(first, at: noon) == .acquired(takenOver: nil))
  }

  @Test(arguments: StateHome.Kind.allCases)
  func `the same run with another holder is another`(kind: StateHome.Kind) async throws {
    let home = try await StateHome.make(kind)
    let (state, other) = (try home.open(), try home.open())
    let mine = lease("r-1")
    let theirs = Lease(run: "r-1", holder: "bo", acquired: noon, expires: mine.expires)
    #expect(try await state.acquire(mine, at: noon) == .acquired(takenOver: nil))
    #expect(try await other.acquire(theirs, at: noon) == .held(mine))
    #expect(try await other.renew(theirs) == false)
    try await other.release(theirs)
    #expect(try await state.lease() == mine)
  }

  @Test(arguments: StateHome.Kind.allCases)
  func `another environment has a lease of its own`(kind: StateHome.Kind) async throws {
    let home = try await StateHome.make(kind)
    _ = try await home.open().acquire(lease("r-1"), at: noon)
    let answer = try await home.open("prod").acquire(lease("r-2"), at: noon)
    #expect(answer == .acquired(takenOver: nil))
  }

  @Test(arguments: StateHome.Kind.allCases, [false, true])
  func `of many that ask at once exactly one gets it`(
    kind: StateHome.Kind, isExpired: Bool
  ) async throws {
    let home = try await StateHome.make(kind)
    let state = try home.open()
    let now = isExpired ? noon.advanced(by: .seconds(60)) : noon
    if isExpired { _ = try await state.acquire(lease("r-dead"), at: noon) }
    _ = try await state.lease()
    let winners = try await withThrowingTaskGroup(of: Bool.self) { group in
      for number in 0..<16 {
        group.addTask {
          let lease = lease("r-\(number)", from: now)
          let answer = try await home.open().acquire(lease, at: now)
          if case .acquired = answer { return true }
          return false
        }
      }
      return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(winners == 1)
  }
}
