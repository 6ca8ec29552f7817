import AWS
import Diagnostics
import JSON
import Reconciler
import Testing
import World

/// A state on S3 whose objects were changed by something else.
@Suite(.serialized) struct S3StateDamageTests {
  private static let names = [
    "lease.json", "runs/r-1.json", "journal/0000000001.json", "applied.json",
  ]

  private func filled() async throws -> SimulatedBucket {
    let bucket = try await SimulatedBucket()
    let state = try bucket.open()
    let lease = Lease(
      run: "r-1", holder: "ada", acquired: noon, expires: noon.advanced(by: .seconds(60)))
    _ = try await state.acquire(lease, at: noon)
    try await state.begin(sampleRun("r-1"))
    for name in ["a", "b", "c"] {
      try await state.append(
        [
          JournalEntry(
            sampleObject(name).address, .applied, at: noon, change: .set(sampleObject(name)))
        ], to: "r-1")
    }
    try await state.update("r-1", state: .done, finished: noon, summary: [:])
    return bucket
  }

  /// Reads all there is, and returns what is wrong.
  private func problem(_ bucket: SimulatedBucket) async throws -> (code: String, message: String)? {
    let state = try bucket.open()
    do throws(StateFailure) {
      _ = try await state.lease()
      _ = try await state.runs()
      _ = try await state.applied()
      _ = try await state.journal(of: "r-1")
      return nil
    } catch {
      return (error.problem.code, error.problem.message)
    }
  }

  private func expectDamage(_ bucket: SimulatedBucket, _ name: String) async throws {
    let found = try #require(try await problem(bucket))
    #expect(found.code == "state-corrupt")
    #expect(found.message.hasPrefix("s3://gcsync-state/team/cc/dev/\(name) is damaged"))
  }

  @Test func `an undamaged state is read`() async throws {
    #expect(try await problem(try await filled()) == nil)
  }

  @Test(arguments: names)
  func `an object that is empty or cut off is damage and not nothing`(name: String) async throws {
    let bucket = try await filled()
    let text = try #require(try await bucket.text(name))
    for length in [0, 1, text.count / 2, text.count - 1] {
      try bucket.set(name, to: String(text.prefix(length)))
      try await expectDamage(bucket, name)
    }
  }

  @Test(
    arguments: names,
    ["null", "[]", "{}", "<html/>", "{\"format\":\"gcsync.other/1\"}", "{\"format\":1}"])
  func `an object of something else is damage and not nothing`(
    name: String, text: String
  ) async throws {
    let bucket = try await filled()
    try bucket.set(name, to: text)
    try await expectDamage(bucket, name)
  }

  @Test(arguments: names)
  func `a document without what it must say is damage`(name: String) async throws {
    let bucket = try await filled()
    let document = try JSON.parse(try #require(try await bucket.text(name)))
    for key in document.object?.keys ?? [] where !["commit", "finished"].contains(key) {
      var changed = document
      changed[key] = nil
      try bucket.set(name, to: changed.text)
      try await expectDamage(bucket, name)
    }
  }

  @Test(arguments: names)
  func `a document of a newer gcsync is refused`(name: String) async throws {
    let bucket = try await filled()
    let text = try #require(try await bucket.text(name))
    let halves = text.split(separator: "/1\"", maxSplits: 1)
    try #require(halves.count == 2)
    try bucket.set(name, to: halves.joined(separator: "/2\""))
    let found = try #require(try await problem(bucket))
    #expect(found.code == "state-newer")
    #expect(found.message.contains(name))
  }

  @Test(arguments: [1, 2, 3])
  func `a segment that is gone is missed`(number: Int) async throws {
    let bucket = try await filled()
    try bucket.set("journal/000000000\(number).json", to: nil)
    try await expectDamage(bucket, "journal/000000000\(number).json")
  }

  @Test func `a segment in another's place is damage`() async throws {
    let bucket = try await filled()
    try bucket.set(
      "journal/0000000002.json", to: try await bucket.text("journal/0000000001.json"))
    try await expectDamage(bucket, "journal/0000000002.json")
  }

  @Test func `a file that somebody left there is none of the state`() async throws {
    let bucket = try await filled()
    try bucket.set("journal/notes.txt", to: "hello")
    try bucket.set("journal/2.json", to: "{}")
    #expect(try await problem(bucket) == nil)
  }
}
