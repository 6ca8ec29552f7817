import JSON
import Reconciler
import TestSupport
import Testing
import World

@Suite struct PublicationTests {
  private let documents = MemoryDocuments()
  private var publications: Publications { Publications(documents) }
  private let noon = Timestamp(seconds: 1_782_820_800)

  private func provenance(_ run: String) -> Publication.Provenance {
    .init(owner: "acme", actor: "ada", commit: "c1", manifests: "m1", run: run)
  }

  @Test func `what is published keeps the time of its first publication`() async throws {
    try await publications.publish(
      ["name": "a", "n": 1], kind: "ReportSchedule", id: "1", by: provenance("r-1"), at: noon)
    let later = noon.advanced(by: .seconds(60))
    try await publications.publish(
      ["name": "a", "n": 2], kind: "ReportSchedule", id: "1", by: provenance("r-2"), at: later)
    let all = try await publications.all(of: "ReportSchedule")
    #expect(
      all == [
        Publication(
          kind: "ReportSchedule", id: "1", spec: ["name": "a", "n": 2],
          provenance: provenance("r-2"), time: later, since: noon)
      ])
    #expect(all.first?.name == "a")
  }

  @Test func `what was withdrawn is there no more, and begins anew when it is published again`()
    async throws
  {
    for run in ["r-1", "r-2"] {
      let now = run == "r-1" ? noon : noon.advanced(by: .seconds(99))
      try await publications.publish(
        ["name": "a"], kind: "ReportSchedule", id: "1", by: provenance(run), at: now)
      #expect(try await publications.all(of: "ReportSchedule").map(\.since) == [now])
      try await publications.withdraw(
        kind: "ReportSchedule", id: "1", by: provenance(run), at: now)
      #expect(try await publications.all(of: "ReportSchedule").isEmpty)
    }
    try await publications.withdraw(
      kind: "ReportSchedule", id: "never", by: provenance("r-3"), at: noon)
  }

  @Test func `a document that is no publication is damage and not nothing`() async throws {
    _ = documents.keep(["format": "other"], as: "published/ReportSchedule/1", replacing: nil)
    await #expect(throws: StateFailure.self) { try await publications.all(of: "ReportSchedule") }
  }
}
