import Diagnostics
import JSON
import Reconciler
import TestSupport
import Testing
import World

/// How long a write is given to show.
@Suite struct SettlingTests {
  /// A service that takes everything and shows it after a while.
  private struct SlowService: Writer {
    let virtual: VirtualWorld
    let delay: Duration

    func write(_ write: Write) async throws(WriteFailure) -> WriteReceipt {
      WriteReceipt(id: write.id, attempts: [], latency: .zero, correlation: nil)
    }

    func readBack(_ kind: Kind, ids: [String]) async -> ObservedCollection {
      let body: JSON = ["size": virtual.elapsed < delay ? 1 : 2]
      return ObservedCollection(
        kind: kind.name, objects: ids.map { ObservedObject(id: $0, body: body) },
        completeness: .whole, requests: 1)
    }
  }

  private func apply(settles: JSON?, shownAfter delay: Duration) async throws -> (
    result: OperationResult, waited: Duration
  ) {
    var wire: JSON = [
      "collection": "/x", "identity": "client", "update": "PUT /{id}", "create": "PUT /{id}",
    ]
    wire[JSONPointer(["settles"])] = settles
    let kind = Fixtures.kind(from: [
      "title": "Own", "properties": ["spec": ["properties": ["size": ["type": "integer"]]]],
      "x-gcsync": ["vocabulary": 1, "wire": ["guide": wire]],
    ])
    let virtual = VirtualWorld()
    let applier = Applier(
      writer: SlowService(virtual: virtual, delay: delay),
      journal: RunJournal(store: MemoryState(), run: "r", world: virtual.world),
      scribe: Scribe(owner: "o", run: "r") { _ in nil }, kinds: ["Own": kind], profile: .guide,
      secrets: [:], world: virtual.world)
    let operation = Reconciler.Operation(
      address: Address(kind: "Own", name: "x"), action: .update, id: "1", name: "x", fields: [],
      before: ["size": 1], after: ["size": 2], reasons: [], precondition: nil)
    let header = Plan.Header(
      version: "1", owner: "o", environment: "dev", target: [:], manifestHash: "", schemaHashes: [:]
    )
    let results = try await applier.apply(Plan(header: header, operations: [operation]))
    return (try #require(results.first), virtual.elapsed)
  }

  @Test(
    arguments: [
      (nil, 10, true), (nil, 20, false), (60, 20, true), (60, 59, true), (60, 61, false),
      (5, 10, true),
    ] as [(Int?, Int, Bool)])
  func `what is known to take longer is waited for, and not for ever`(
    settles: Int?, delay: Int, isSeen: Bool
  ) async throws {
    let (result, waited) = try await apply(
      settles: settles.map { .number(JSONNumber($0)) }, shownAfter: .seconds(delay))
    #expect(result.isApplied == isSeen)
    #expect(result.problem?.code == (isSeen ? nil : "not-settled"))
    #expect(waited <= .seconds(max(settles ?? 0, 14)))
  }
}
