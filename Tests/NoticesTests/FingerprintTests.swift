import Notices
import Reconciler
import Testing

@Suite struct FingerprintTests {
  private func difference(
    _ name: String = "hook", part: String? = nil, path: String = "/spec/targetUrl",
    direction: Direction = .org, live: String = "a", words: String = "", moved: String? = nil
  ) -> DriftDifference {
    DriftDifference(
      address: Address(kind: "Webhook", name: name, part: part), path: path,
      direction: direction, live: Array(live.utf8), words: words, moved: moved)
  }

  @Test func `the order, the words and who moved make no difference to a fingerprint`() {
    let (one, two) = (difference(), difference("other"))
    let told = difference(words: "targetUrl: a → b", moved: "by Ada")
    #expect(DriftFingerprint.of([one.id, two.id]) == DriftFingerprint.of([two.id, told.id]))
  }

  @Test func `the object, its part, the field, who moved and what the org has each do`() {
    let all = [
      difference(), difference("other"), difference(part: "a"), difference(path: "/spec/enabled"),
      difference(direction: .both), difference(live: "b"),
    ]
    #expect(Set(all.map { DriftFingerprint.of([$0.id]) }).count == all.count)
  }

  @Test func `no differences have no fingerprint`() {
    #expect(DriftFingerprint.of([]) == nil)
  }

  @Test func `a fingerprint is the same on every machine and for ever`() {
    #expect(DriftFingerprint.of([difference().id]) == "d-b8e60ba92d3f9d2781a9bd2e432f97ea")
  }
}
