import Notices
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
    let failure = DriftLook.Outcome.failed(code: "incomplete-read", message: "a page failed")
    let looks = [(0, drift("a")), (1, failure), (2, failure), (3, drift("a")), (4, drift())]
    #expect(
      told(looks) == ["drift 1/1/0", "error 0/0/0", "nothing", "recovered 1/0/0", "resolved 0/0/1"])
  }

  @Test func `another failure is told, and a drift that comes with the recovery`() {
    let looks: [(Int, DriftLook.Outcome)] = [
      (0, .failed(code: "a", message: "")), (1, .failed(code: "b", message: "")),
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
}
