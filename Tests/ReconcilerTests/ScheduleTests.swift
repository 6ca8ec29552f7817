import JSON
import Reconciler
import Testing

@Suite struct ScheduleTests {
  private func operations(_ edges: [(String, [String])]) -> [Operation] {
    edges.map { name, needs in
      Operation(
        address: Address(kind: "Webhook", name: name), action: .create, id: name, name: name,
        fields: [], before: nil, after: [:], reasons: [], precondition: nil,
        dependencies: needs.map { Address(kind: "Webhook", name: $0) })
    }
  }

  private func address(_ name: String) -> Address { Address(kind: "Webhook", name: name) }

  /// Lets everything that may start succeed, and returns the names in the order of their start.
  private func runAll(_ schedule: inout Schedule, failing: Set<String> = []) -> [String] {
    var order: [String] = []
    while let operation = schedule.next() {
      order.append(operation.address.name)
      if failing.contains(operation.address.name) {
        schedule.failed(operation.address)
      } else {
        schedule.succeeded(operation.address)
      }
    }
    return order
  }

  @Test func `an operation starts when all it needs are applied`() {
    var schedule = Schedule(
      operations([("c", ["a", "b"]), ("a", []), ("b", ["a"])]), blocked: [:])
    #expect(runAll(&schedule) == ["a", "b", "c"])
    #expect(schedule.drained().isEmpty)
  }

  @Test func `a failure takes its dependents with it and leaves the rest running`() {
    var schedule = Schedule(
      operations([("a", []), ("b", ["a"]), ("c", ["b"]), ("d", [])]), blocked: [:])
    #expect(Set(runAll(&schedule, failing: ["a"])) == ["a", "d"])
    let skipped = schedule.drained()
    #expect(skipped.map(\.0) == [address("b"), address("c")])
    #expect(
      skipped.map(\.1) == ["needs Webhook/a, which failed", "needs Webhook/b, which was skipped"])
  }

  @Test func `what waits for each other is skipped and named, never dropped`() {
    var schedule = Schedule(
      operations([("a", ["b"]), ("b", ["a"]), ("c", [])]), blocked: [:])
    #expect(runAll(&schedule) == ["c"])
    let skipped = schedule.drained()
    #expect(skipped.map(\.0) == [address("a"), address("b")])
    #expect(skipped.first?.1.contains("Webhook/b") == true)
    #expect(schedule.drained().isEmpty)
  }

  @Test func `with on-error stop nothing more starts`() {
    var schedule = Schedule(
      operations([("a", []), ("b", [])]), blocked: [:], onError: .stop)
    #expect(runAll(&schedule, failing: ["a", "b"]).count == 1)
    #expect(schedule.drained().count == 1)
  }

  @Test func `what is blocked is skipped with its reason`() {
    var schedule = Schedule(
      operations([("a", []), ("b", ["a"])]), blocked: [address("a"): ["no bucket"]])
    #expect(runAll(&schedule).isEmpty)
    #expect(schedule.drained().map(\.1) == ["no bucket", "needs Webhook/a, which was skipped"])
  }

  @Test func `a stop skips what has not started`() {
    var schedule = Schedule(operations([("a", []), ("b", [])]), blocked: [:])
    _ = schedule.next()
    schedule.stop("interrupted")
    #expect(schedule.next() == nil)
    #expect(schedule.drained().map(\.1) == ["interrupted"])
  }

  @Test func `deletions wait until everything else has ended, and run whatever came of it`() {
    let deletion = Operation(
      address: address("d"), action: .delete, id: "d", name: "d", fields: [], before: [:],
      after: nil, reasons: [], precondition: nil)
    var schedule = Schedule([deletion] + operations([("a", []), ("b", ["a"])]))
    #expect(schedule.next()?.address.name == "a")
    #expect(schedule.next() == nil)
    schedule.failed(address("a"))
    #expect(schedule.next()?.address.name == "d")
  }
}

@Suite struct DependenciesTests {
  @Test func `rings are found once each and chains are none`() {
    var dependencies = Dependencies()
    func address(_ name: String) -> Address { Address(kind: "K", name: name) }
    dependencies.note(address("a"), needs: address("b"))
    dependencies.note(address("b"), needs: address("c"))
    dependencies.note(address("c"), needs: address("b"))
    #expect(dependencies.cycles() == [[address("b"), address("c")]])
    #expect(
      dependencies.dependents(of: [address("c")]) == [address("a"), address("b"), address("c")])
  }

  @Test func `a chain of 100,000 is walked without a deep stack`() {
    var dependencies = Dependencies()
    for index in 0..<100_000 {
      dependencies.note(
        Address(kind: "K", name: "\(index)"), needs: Address(kind: "K", name: "\(index + 1)"))
    }
    #expect(dependencies.cycles().isEmpty)
  }
}
