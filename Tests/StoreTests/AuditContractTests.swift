import AWS
import Diagnostics
import JSON
import Reconciler
import Testing
import World

func sampleReport(_ run: String, attempt: Int, owner: String = "acme/cc") -> AuditReport {
  AuditReport(
    run: .init(
      id: run, attempt: attempt, planID: nil, environment: "dev", owner: owner, actor: "ada",
      commit: nil, started: noon, finished: noon),
    results: [], routing: .inactive, requests: [:], failures: [], wasInterrupted: false, kinds: [:])
}

/// What every archive of audit reports keeps to.
@Suite struct AuditContractTests {
  @Test(arguments: StateHome.Kind.allCases)
  func `where nothing was applied there is no report and a whole chain`(
    kind: StateHome.Kind
  ) async throws {
    let home = try await StateHome.make(kind)
    let audit = try home.audit()
    #expect(try await audit.runs().isEmpty)
    #expect(try await audit.report(of: "r-1") == nil)
    let verdict = try await audit.verify()
    #expect(verdict.entries == 0 && verdict.breaches.isEmpty)
  }

  @Test(arguments: StateHome.Kind.allCases)
  func `each attempt at a run leaves its report and a link of the chain`(
    kind: StateHome.Kind
  ) async throws {
    let home = try await StateHome.make(kind)
    for run in ["r-1", "r-1.x", "r-1", "r-2", "r-1"] {
      _ = try await home.audit().write(run) { sampleReport(run, attempt: $0) }
    }
    let audit = try home.audit()
    #expect(try await audit.runs() == ["r-1", "r-1.x", "r-1.2", "r-2", "r-1.3"])
    let bytes = try #require(try await audit.report(of: "r-1.2"))
    #expect(bytes == sampleReport("r-1", attempt: 2).bytes)
    let verdict = try await audit.verify()
    #expect(verdict.entries == 5 && verdict.breaches.isEmpty)
  }

  @Test(arguments: StateHome.Kind.allCases)
  func `what many write at once is all in one chain`(kind: StateHome.Kind) async throws {
    let home = try await StateHome.make(kind)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<6 {
        group.addTask {
          let run = "r-\(number)"
          _ = try await home.audit().write(run) { sampleReport(run, attempt: $0) }
        }
      }
      try await group.waitForAll()
    }
    let verdict = try await home.audit().verify()
    #expect(verdict.entries == 6 && verdict.breaches.isEmpty)
  }

  @Test(arguments: StateHome.Kind.allCases)
  func `a report or an entry that was changed breaks the chain`(
    kind: StateHome.Kind
  ) async throws {
    let home = try await StateHome.make(kind)
    for run in ["r-1", "r-2"] {
      _ = try await home.audit().write(run) { sampleReport(run, attempt: $0) }
    }
    try await home.tamper("r-2.json") { $0.replacing("ada", with: "eve") }
    #expect(try await home.audit().verify().breaches.map(\.line) == [2])
    try await home.tamper("r-2.json") { $0.replacing("eve", with: "ada") }
    try await home.tamper("chain.jsonl") {
      $0.replacing("\"run\":\"r-1\"", with: "\"run\":\"../r-1\"")
    }
    #expect(try await home.audit().verify().breaches.map(\.line) == [1, 2])
  }
}

/// What the archive on S3 makes of answers that are lost, and of damage.
@Suite(.serialized) struct S3AuditTests {
  @Test(arguments: ["audit/r-1.json", "audit/chain.jsonl"], S3StateFaultTests.faults)
  func `a report is entered once`(name: String, fault: S3StateFaultTests.Fault) async throws {
    let bucket = try await SimulatedBucket()
    _ = try await bucket.archive().write("r-0") { sampleReport("r-0", attempt: $0) }
    try bucket.fail("PUT", name, fault.then)
    let (_, place) = try await bucket.archive().write("r-1") { sampleReport("r-1", attempt: $0) }
    #expect(place == "s3://gcsync-state/team/cc/dev/audit/r-1.json")
    #expect(try await bucket.archive().runs() == ["r-0", "r-1"])
    #expect(try await bucket.archive().verify().breaches.isEmpty)
  }

  @Test(arguments: ["", "{\"format\":\"gcsync.audit-ch"])
  func `a chain that is empty or cut off is damage and not written to`(text: String) async throws {
    let bucket = try await SimulatedBucket()
    try bucket.set("audit/chain.jsonl", to: text)
    let failure = await #expect(throws: StateFailure.self) {
      try await bucket.archive().write("r-1") { sampleReport("r-1", attempt: $0) }
    }
    #expect(failure?.problem.code == "state-corrupt")
    #expect(failure?.problem.message.contains("audit/chain.jsonl") == true)
    await #expect(throws: StateFailure.self) { try await bucket.archive().verify() }
    #expect(try await bucket.text("audit/chain.jsonl") == text)
  }

  @Test func `a report that cannot be read is not reported as missing`() async throws {
    let bucket = try await SimulatedBucket()
    _ = try await bucket.archive().write("r-1") { sampleReport("r-1", attempt: $0) }
    try bucket.fail("GET", "audit/r-1.json", ["status": 403, "body": ""])
    await #expect(throws: StateFailure.self) { try await bucket.archive().verify() }
  }
}
