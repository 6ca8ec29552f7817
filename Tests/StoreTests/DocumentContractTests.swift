import AWS
import JSON
import Reconciler
import TestSupport
import Testing

/// What the documents of every state keep to.
@Suite struct DocumentContractTests {
  @Test(arguments: StateHome.Kind.allCases)
  func `a document is replaced by whoever has read it last, and by nobody else`(
    kind: StateHome.Kind
  ) async throws {
    let home = try await StateHome.make(kind)
    let (state, other) = (try home.open(), try home.open())
    #expect(try await state.document("reports/a/1") == nil)
    let first = try #require(
      try await state.keep(["n": 1], as: "reports/a/1", replacing: nil))
    #expect(try await other.keep(["n": 9], as: "reports/a/1", replacing: nil) == nil)
    let read = try #require(try await other.document("reports/a/1"))
    #expect(read == KeptDocument(name: "reports/a/1", content: ["n": 1], revision: first))
    let second = try #require(
      try await other.keep(["n": 2], as: "reports/a/1", replacing: read.revision))
    #expect(try await state.keep(["n": 3], as: "reports/a/1", replacing: first) == nil)
    #expect(try await state.document("reports/a/1")?.content == ["n": 2])
    #expect(second != first)
  }

  @Test(arguments: StateHome.Kind.allCases)
  func `documents of a folder come in the order of their names, those of others do not`(
    kind: StateHome.Kind
  ) async throws {
    let state = try await StateHome.make(kind).open()
    for name in ["r/b/2", "r/b-c/1", "r/b/10", "r/b/1", "r/c/1", "r/b.x/1", "r/b"] {
      #expect(try await state.keep([:], as: name, replacing: nil) != nil)
    }
    #expect(
      try await state.documentNames(in: "r/b") == ["r/b/1", "r/b/10", "r/b/2"])
    #expect(try await state.documentNames(in: "nothing").isEmpty)
    #expect(try await state.documents(["r/c/1", "no", "r/b/2"]).map(\.name) == ["r/c/1", "r/b/2"])
  }

  @Test(arguments: StateHome.Kind.allCases)
  func `environments do not see each other's documents`(kind: StateHome.Kind) async throws {
    let home = try await StateHome.make(kind)
    #expect(try await home.open().keep([:], as: "suppressions", replacing: nil) != nil)
    #expect(try await home.open("prod").document("suppressions") == nil)
    #expect(try await home.open("prod").documentNames(in: "").isEmpty)
  }

  @Test(arguments: StateHome.Kind.allCases)
  func `of many that write at once one is told it has written`(kind: StateHome.Kind) async throws {
    let home = try await StateHome.make(kind)
    let states = try (0..<8).map { _ in try home.open() }
    let winners = try await withThrowingTaskGroup(of: Bool.self) { group in
      for (number, state) in states.enumerated() {
        group.addTask {
          let content: JSON = ["n": .number(JSONNumber(number))]
          return try await state.keep(content, as: "reports/a/1", replacing: nil) != nil
        }
      }
      return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(winners == 1)
  }

  @Test func `a document whose answer was lost is known again on S3`() async throws {
    let bucket = try await SimulatedBucket()
    try bucket.fail("PUT", "documents/reports/a/1.json", ["drop": "after"])
    let revision = try await bucket.open().keep(["n": 1], as: "reports/a/1", replacing: nil)
    #expect(revision != nil)
    #expect(try await bucket.open().document("reports/a/1")?.revision == revision)
  }
}
