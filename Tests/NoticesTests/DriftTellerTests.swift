import Notices
import Reconciler
import Synchronization
import Testing
import World

@Suite struct DriftTellerTests {
  private let documents = MemoryDocuments()
  private let channel = NoticeChannel(name: "oncall", way: .mail([]))

  private func look(_ outcome: DriftLook.Outcome, at seconds: Int64 = 1_800_000_000) -> DriftLook {
    DriftLook(environment: "prod", outcome: outcome, at: Timestamp(seconds: seconds))
  }

  private func teller(
    _ holder: String = "one", scope: String? = nil, at seconds: Int64 = 1_800_000_000,
    deliver: @escaping @Sendable (DriftNotice) async throws(NoticeFailure) -> Void = { _ in }
  ) -> DriftTeller {
    let world = stillWorld(at: seconds)
    return DriftTeller(
      memory: NoticeMemory(documents, holder: holder, world: world), scope: scope, world: world
    ) { notice, _ throws(NoticeFailure) in
      try await deliver(notice)
    }
  }

  @Test func `what was told is remembered once it was delivered, and not before`() async throws {
    let drift = look(.whole([sample("a")]))
    let failing = teller { _ throws(NoticeFailure) in throw NoticeFailure("it answered 500") }
    #expect(
      try await failing.tell(channel, drift) == .failed(.drift, reason: "it answered 500"))
    #expect(try await teller().tell(channel, drift) == .told("drift, 1 difference"))
    #expect(try await teller().tell(channel, drift) == .nothing)
  }

  @Test func `of two runs that see the same at once one tells it`() async throws {
    let drift = look(.whole([sample("a")]))
    let other = Mutex<DriftTeller.Outcome?>(nil)
    let second = teller("two")
    let channel = channel
    let first = teller { _ in
      let outcome = try? await second.tell(channel, drift)
      other.withLock { $0 = outcome }
    }
    #expect(try await first.tell(channel, drift) == .told("drift, 1 difference"))
    #expect(other.withLock { $0 } == .elsewhere)
  }

  @Test func `where a run died while it told another one tells after a while`() async throws {
    let drift = look(.whole([sample("a")]))
    let memory = NoticeMemory(documents, holder: "dead", world: stillWorld())
    _ = try await memory.claim(memory.entry("oncall"))
    #expect(try await teller(at: 1_800_000_179).tell(channel, drift) == .elsewhere)
    #expect(
      try await teller(at: 1_800_000_180).tell(channel, drift) == .told("drift, 1 difference"))
  }

  @Test func `a part of the environment is remembered on its own`() async throws {
    #expect(
      try await teller().tell(channel, look(.whole([sample("a")]))) == .told("drift, 1 difference"))
    #expect(try await teller(scope: "hooks").tell(channel, look(.whole([]))) == .nothing)
    #expect(try await teller().tell(channel, look(.whole([sample("a")]))) == .nothing)
  }
}
