import Diagnostics
import JSON
import Reconciler
import Testing
import World

@Suite struct AuditTests {
  @Test(arguments: [(1, 0), (5, 4), (20, 18), (21, 19), (100, 94)])
  func `the 95th percentile is the nearest rank`(count: Int, index: Int) {
    let samples = (0..<count).map { Duration.milliseconds($0) }
    #expect(LatencyStatistics(samples).p95Milliseconds == Double(index))
  }

  @Test func `no samples give zeros`() {
    let none = LatencyStatistics([])
    #expect(none.averageMilliseconds == 0 && none.p95Milliseconds == 0)
  }

  @Test(arguments: [
    (2.675, 2.67), (1.115, 1.11), (0.125, 0.12), (0.375, 0.38), (66.66666666666667, 66.67),
    (100.0, 100.0), (0.0, 0.0), (-1.115, -1.11),
  ])
  func `figures round half to even as the exact value demands`(value: Double, rounded: Double) {
    #expect(value.roundedToCents == rounded)
  }

  private func report(_ results: [OperationResult]) -> AuditReport {
    let time = Timestamp(seconds: 1_795_224_600)
    return AuditReport(
      run: .init(
        id: "r-1", planID: "p-1", environment: "dev", owner: "o", actor: "a", commit: nil,
        started: time, finished: time),
      results: results, routing: .active, requests: ["genesys": 3], failures: [],
      wasInterrupted: false, kinds: Fixtures.kinds)
  }

  @Test func `a run with nothing to do passes`() {
    let document = report([]).document
    #expect(document["compliance_status"] == "PASS")
    #expect(document["metrics"]?["total_operations"] == 0)
    #expect(document["metrics"]?["success_rate_percent"] == 0)
  }

  @Test(arguments: [(20, 1, "PASS"), (20, 2, "WARNING"), (100, 5, "PASS"), (100, 6, "WARNING")])
  func `a run passes from 95 % on`(count: Int, failed: Int, status: String) {
    let address = Address(kind: "Webhook", name: "x")
    let operation = Operation(
      address: address, action: .update, id: "x", name: "x", fields: [], before: [:], after: [:],
      reasons: [], precondition: nil)
    let results = (0..<count).map { index in
      OperationResult(
        operation: operation,
        outcome: index < failed ? .failed(.other, .error("e", "no")) : .applied, id: "x",
        attempts: [], latency: .milliseconds(1), correlation: nil, finished: Timestamp(seconds: 0))
    }
    let document = report(results).document
    #expect(document["compliance_status"] == .string(status))
    #expect(document["metrics"]?["failure_count"] == .number(JSONNumber(failed)))
  }

  @Test func `a chain verifies until an entry or a report is changed`() {
    let time = Timestamp(seconds: 0)
    let reports: [String: [UInt8]] = ["r-1": [1], "r-2": [2], "r-3": [3]]
    var chain: [UInt8] = []
    for run in reports.keys.sorted() {
      chain += AuditChain.entry(
        run: run, report: reports[run] ?? [], at: time, after: AuditChain.head(of: chain))
    }
    let whole = AuditChain.verify(chain) { reports[$0] }
    #expect(whole.entries == 3 && whole.breaches.isEmpty)

    let changed = AuditChain.verify(chain) { $0 == "r-2" ? [9] : reports[$0] }
    #expect(changed.breaches.map(\.line) == [2])

    let lines = chain.split(separator: 10)
    let removed = Array(lines[0]) + [10] + Array(lines[2]) + [10]
    #expect(AuditChain.verify(removed) { reports[$0] }.breaches.map(\.line) == [2])
    #expect(AuditChain.verify(Array(chain.dropLast(5))) { reports[$0] }.breaches.isEmpty == false)
  }
}
