import Diagnostics
import JSON
import Notices
import Reconciler
import Testing
import World

@Suite struct NoticePolicyTests {
  private static let start = Timestamp(seconds: 1_800_000_000)

  /// Tells one look after another and returns what there was to say of each.
  private func told(
    _ looks: [(hours: Int, outcome: DriftLook.Outcome)], _ policy: NoticePolicy = NoticePolicy()
  ) -> [String] {
    var standing = DriftStanding()
    return looks.map { hours, outcome in
      let at = Self.start.advanced(by: .seconds(hours * 3600))
      let (notice, next) = policy.next(
        after: standing, DriftLook(environment: "prod", outcome: outcome, at: at))
      standing = DriftStanding(next.json) ?? DriftStanding()
      guard let notice else { return "nothing" }
      return "\(notice.news) \(notice.differences.count)/\(notice.new.count)/\(notice.gone.count)"
    }
  }

  private func drift(_ fields: String...) -> DriftLook.Outcome { .whole(fields.map { sample($0) }) }

  private func failure(_ code: String, _ message: String = "") -> DriftLook.Outcome {
    .failed(DriftFailure(code: code, message: message))
  }

  /// A look that read no object of some kinds.
  private func part(
    _ fields: String..., without kinds: Set<String> = ["Queue"], code: String = "incomplete-read"
  ) -> DriftLook.Outcome {
    let problems = kinds.sorted().map {
      Diagnostic.error(code, "incomplete read of \($0): it took 5.2 s")
    }
    guard let failure = DriftFailure(problems) else { return .whole([]) }
    return .part(fields.map { sample($0) }, unread: .init(kinds: kinds), failure)
  }

  @Test func `the same drift is told once, and its end once`() {
    let looks = [(0, drift("a")), (24, drift("a")), (48, drift()), (72, drift())]
    #expect(told(looks) == ["drift 1/1/0", "nothing", "resolved 0/0/1", "nothing"])
  }

  @Test func `a drift that changed is told again with what is new and what is gone`() {
    let looks = [(0, drift("a", "b")), (1, drift("b", "c"))]
    #expect(told(looks) == ["drift 2/2/0", "drift 2/1/1"])
  }

  @Test func `another value of the same field is new, and nothing is gone`() {
    let looks: [(Int, DriftLook.Outcome)] = [
      (0, .whole([sample("a", live: "1")])), (1, .whole([sample("a", live: "2")])),
    ]
    #expect(told(looks) == ["drift 1/1/0", "drift 1/1/0"])
  }

  @Test func `nobody is told of an org that never moved`() {
    #expect(told([(0, drift()), (1, drift())]) == ["nothing", "nothing"])
  }

  @Test func `a look that failed is never the end of a drift`() {
    let failure = failure("incomplete-read", "a page failed")
    let looks = [(0, drift("a")), (1, failure), (2, failure), (3, drift("a")), (4, drift())]
    #expect(
      told(looks) == ["drift 1/1/0", "error 0/0/0", "nothing", "recovered 1/0/0", "resolved 0/0/1"])
  }

  @Test func `another failure is told, and a drift that comes with the recovery`() {
    let looks: [(Int, DriftLook.Outcome)] = [
      (0, failure("a")), (1, failure("b")),
      (2, drift("a")), (3, drift("a")),
    ]
    #expect(told(looks) == ["error 0/0/0", "error 0/0/0", "drift 1/1/0", "nothing"])
  }

  @Test func `a reminder comes after its time and then after its time again`() {
    let looks = [0, 23, 24, 25, 48].map { ($0, drift("a")) }
    #expect(
      told(looks, NoticePolicy(reminder: .seconds(86_400)))
        == ["drift 1/1/0", "nothing", "reminder 1/0/0", "nothing", "reminder 1/0/0"])
  }

  @Test func `who does not ask for a subject hears nothing of it, then or later`() {
    let looks = [(0, drift("a")), (1, drift()), (2, drift("b"))]
    #expect(
      told(looks, NoticePolicy(subjects: [.drift])) == ["drift 1/1/0", "nothing", "drift 1/1/0"])
    #expect(
      told(looks, NoticePolicy(subjects: [.resolved])) == ["nothing", "resolved 0/0/1", "nothing"])
  }

  @Test func `a look that read part tells what is new there, and that once`() {
    let looks = [
      (0, part()), (1, part()), (2, part("a")), (3, part("a")), (4, part("a", "b")),
      (5, drift("a", "b")), (6, drift()),
    ]
    #expect(
      told(looks) == [
        "error 0/0/0", "nothing", "drift 1/1/0", "nothing", "drift 2/1/0", "recovered 2/0/0",
        "resolved 0/0/2",
      ])
  }

  @Test func `what is gone in a look that read part is told by the look that reads all`() {
    let looks = [(0, drift("a", "b")), (1, part("a")), (2, part()), (3, drift())]
    #expect(told(looks) == ["drift 2/2/0", "error 0/0/0", "nothing", "resolved 0/0/2"])
  }

  @Test func `what went where it was read and came back is told again`() {
    let looks = [(0, drift("a")), (1, part()), (2, part("a")), (3, part("a"))]
    #expect(told(looks) == ["drift 1/1/0", "error 0/0/0", "drift 1/1/0", "nothing"])
  }

  @Test func `what was told where nothing was read is neither gone nor new again`() {
    let looks = [
      (0, drift("a", "b")), (1, part(without: ["Webhook"])), (2, part("a", "b")),
      (3, drift("a", "b")),
    ]
    #expect(told(looks) == ["drift 2/2/0", "error 0/0/0", "error 0/0/0", "recovered 2/0/0"])
  }

  @Test func `what hangs on something unread is as good as unread`() {
    let failure = DriftFailure(code: "incomplete-read", message: "x")
    let hook = Address(kind: "Webhook", name: "hook")
    let unclear = DriftLook.Outcome.part(
      [], unread: .init(kinds: ["Queue"], addresses: [hook]), failure)
    let looks = [(0, drift("a")), (1, unclear), (2, part("a"))]
    #expect(told(looks) == ["drift 1/1/0", "error 0/0/0", "error 0/0/0"])
  }

  @Test func `another collection that cannot be read is told, the same in other words is not`() {
    let looks = [
      (0, part()), (1, part(without: ["Queue", "Flow"])), (2, part()), (3, part(without: ["Flow"])),
      (4, part(code: "permission-denied")), (99, part(code: "permission-denied")),
      (123, part(without: ["Flow"])),
    ]
    #expect(
      told(looks) == [
        "error 0/0/0", "error 0/0/0", "nothing", "nothing", "error 0/0/0", "nothing",
        "error 0/0/0",
      ])
    let lines = [failure("yaml", "a.yaml:3:1: x 1"), failure("yaml", "a.yaml:14:7: y 2")]
    #expect(told([(0, lines[0]), (1, lines[1])]) == ["error 0/0/0", "nothing"])
  }

  @Test func `who asks for drift alone gets it from a look that read part`() {
    let looks = [(0, part()), (1, part("a")), (2, part("a")), (26, part("a"))]
    let policy = NoticePolicy(subjects: [.drift], reminder: .seconds(86_400))
    #expect(told(looks, policy) == ["nothing", "drift 1/1/0", "nothing", "reminder 1/0/0"])
    #expect(
      told(looks, NoticePolicy(subjects: [.error]))
        == ["error 0/0/0", "nothing", "nothing", "nothing"])
  }

  @Test func `what former versions remember of a failure ends with a recovery`() throws {
    let kept: JSON = [
      "format": "gcsync.told/1", "told": [], "failure": "incomplete-read",
      "failureLast": "2027-01-15T08:00:00Z",
    ]
    let standing = try #require(DriftStanding(kept))
    let look = DriftLook(environment: "prod", outcome: .whole([]), at: Self.start)
    #expect(NoticePolicy().next(after: standing, look).notice?.news == .recovered)
  }
}
