import AWS
import Diagnostics
import JSON
import Reconciler
import Sandbox
import TestSupport
import Testing
import World

/// What a state on S3 makes of answers that are lost, late or refused.
@Suite(.serialized) struct S3StateFaultTests {
  private static let names = ["lease.json", "runs/r-1.json", "journal/*", "applied.json"]

  struct Fault: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let then: JSON

    init(_ description: String, _ then: JSON) {
      testDescription = description
      self.then = then
    }
  }

  static let faults = [
    Fault("an answer lost after its effect", ["drop": "after"]),
    Fault("a request lost before its effect", ["drop": "before"]),
    Fault(
      "a write at the same time",
      ["status": 409, "body": "<Error><Code>ConditionalRequestConflict</Code></Error>"]),
    Fault("a refusal of what would have been right", ["status": 412, "body": ""]),
    Fault("an error of the server", ["status": 500, "body": "<html>oops</html>"]),
    Fault("a server that is busy", ["status": 503, "body": ""]),
  ]

  /// Does what an apply does.
  private func apply(_ state: S3StateStore) async throws {
    let lease = Lease(
      run: "r-1", holder: "ada", acquired: noon, expires: noon.advanced(by: .seconds(60)))
    #expect(try await state.acquire(lease, at: noon) == .acquired(takenOver: nil))
    try await state.begin(sampleRun("r-1"))
    for name in ["a", "b"] {
      try await state.append(
        [
          JournalEntry(
            sampleObject(name).address, .applied, at: noon, change: .set(sampleObject(name)))
        ],
        to: "r-1")
    }
    #expect(try await state.renew(lease.extended(to: noon.advanced(by: .seconds(90)))))
    try await state.update("r-1", state: .done, finished: noon, summary: ["applied": 2])
    try await state.release(lease)
  }

  @Test(arguments: names, faults)
  func `every write gets through once`(
    name: String, fault: Fault
  ) async throws {
    for nth in 1...2 {
      let bucket = try await SimulatedBucket()
      try bucket.fail("PUT", name, nth: nth, fault.then)
      try await apply(try bucket.open())
      let again = try bucket.open()
      #expect(try await again.lease() == nil)
      #expect(try await again.runs().map(\.state) == [.done])
      #expect(try await again.journal(of: "r-1").map(\.address.name) == ["a", "b"])
      #expect(try await again.applied().all == [sampleObject("a"), sampleObject("b")])
    }
  }

  @Test func `who keeps being beaten gives up in the end, and waits in between`() async throws {
    let bucket = try await SimulatedBucket()
    try bucket.fail("PUT", "lease.json", times: 1000, ["status": 409, "body": ""])
    let state = try bucket.open()
    let lease = Lease(run: "r-1", holder: "ada", acquired: noon, expires: noon)
    let failure = await #expect(throws: StateFailure.self) {
      try await state.acquire(lease, at: noon)
    }
    #expect(failure?.problem.code == "state-busy")
    #expect(failure?.problem.message.hasPrefix("s3://gcsync-state/team/cc/dev/lease.json") == true)
    #expect(bucket.clock.elapsed > .seconds(1))
  }

  @Test func `a line whose fate is unknown stops the run and is read where it arrived`()
    async throws
  {
    let bucket = try await SimulatedBucket()
    let state = try bucket.open()
    try await state.begin(sampleRun("r-1"))
    try bucket.fail("PUT", "journal/*", times: 4, ["drop": "after"])
    let entry = JournalEntry(sampleObject("a").address, .intent(.create), at: noon)
    // The first attempt took effect, the others met it, and no answer came back.
    await #expect(throws: StateFailure.self) { try await state.append([entry], to: "r-1") }
    try await state.append([entry], to: "r-1")
    #expect(try await bucket.open().journal(of: "r-1").count == 2)
  }

  @Test func `a 404 that does not name the key is not "nothing yet"`() async throws {
    let bucket = try await SimulatedBucket()
    try bucket.fail("GET", "applied.json", ["status": 404, "body": "<html>not here</html>"])
    let state = try bucket.open()
    await #expect(throws: StateFailure.self) { try await state.applied() }
  }

  private static let refusals: [(String, String, String)] = [
    ("missing", "sandbox", "state-no-bucket"), ("far", "sandbox", "state-wrong-region"),
    ("gcsync-state", "wrong-secret", "state-credentials"),
  ]

  @Test(arguments: refusals)
  func `each refusal says what it is, where, and no secret`(
    bucket: String, secret: String, code: String
  ) async throws {
    let home = try await SimulatedBucket()
    let state = try home.open(in: bucket, secret: secret)
    let failure = await #expect(throws: StateFailure.self) { try await state.applied() }
    let problem = try #require(failure?.problem)
    #expect(problem.code == code)
    #expect(problem.message.hasPrefix("s3://\(bucket)/team/cc/dev/applied.json: "))
    #expect(problem.hint != nil)
    #expect(!"\(problem)".contains("wrong-secret"))
    if code == "state-wrong-region" { #expect(problem.message.contains("eu-west-1")) }
  }

  @Test(arguments: [("s3:GetObject"), ("s3:ListBucket"), ("s3:PutObject")])
  func `a missing permission is told`(action: String) async throws {
    let bucket = try await SimulatedBucket()
    try bucket.sandbox.mutate(["deny": [.string(action)]])
    let state = try bucket.open()
    let failure = await #expect(throws: StateFailure.self) {
      try await state.begin(sampleRun("r-1"))
    }
    #expect(failure?.problem.code == "state-access-denied")
    #expect(failure?.problem.hint?.contains(action) == true)
  }
}
