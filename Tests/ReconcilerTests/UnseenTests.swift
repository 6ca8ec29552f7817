import JSON
import Reconciler
import Testing

/// Which writes of an earlier attempt are waited for, where the server chooses the ids.
@Suite struct UnseenTests {
  private static let kind = Fixtures.kind(from: [
    "title": "Host",
    "properties": [
      "spec": [
        "type": "object",
        "properties": ["name": ["type": "string"], "size": ["type": "integer"]],
      ]
    ],
    "x-gcsync": [
      "vocabulary": 1,
      "wire": [
        "platform": [
          "collection": "/hosts", "pager": "page", "identity": ["/name"], "create": "POST",
          "update": "PUT /{id}", "delete": "DELETE /{id}", "unmanaged": "keep",
        ]
      ],
    ],
  ])
  private let address = Address(kind: "Host", name: "a")

  private func collection(_ objects: [JSON]) -> [String: ObservedCollection] {
    [
      "Host": ObservedCollection(
        kind: "Host",
        objects: objects.map { ObservedObject(id: $0["id"]?.string ?? "", body: $0) },
        completeness: .whole, requests: 1)
    ]
  }

  private func host(_ size: Int) -> JSON {
    ["id": "1", "name": "a", "size": .number(JSONNumber(size))]
  }

  /// Returns what is unseen in `now` of a plan for size 2 that was made on the ground of `before`.
  private func unseen(
    _ before: [JSON], _ now: [JSON], isFinished: Bool, isUnanswered: Bool = false
  ) -> [Address] {
    let desired = DesiredObject(
      address: address, kind: Self.kind, clientID: "never", pin: before.isEmpty ? nil : "1",
      spec: ["name": "a", "size": 2])
    let plan = Planner(
      header: Fixtures.header, profile: .platform, kinds: ["Host": Self.kind], desired: [desired],
      observed: collection(before)
    ).proposal().plan
    return PlanCheck(
      plan, kinds: ["Host": Self.kind], profile: .platform, begun: [address],
      finished: isFinished ? [address: "1"] : [:],
      unanswered: isUnanswered ? [address] : []
    ).unseen(in: collection(now))
  }

  @Test func `a create is unseen until its object is there`() {
    #expect(unseen([], [], isFinished: true) == [address])
    #expect(unseen([], [], isFinished: false, isUnanswered: true) == [address])
    #expect(unseen([], [host(2)], isFinished: true) == [])
    #expect(unseen([], [host(2)], isFinished: false, isUnanswered: true) == [])
  }

  @Test func `what was refused, or never announced, is not waited for`() {
    #expect(unseen([], [], isFinished: false) == [])
  }

  @Test func `an update is unseen as long as the object is as the plan saw it`() {
    #expect(unseen([host(1)], [host(1)], isFinished: true) == [address])
    #expect(unseen([host(1)], [host(2)], isFinished: true) == [])
  }

  @Test func `what is neither as planned nor as wanted is somebody else's, and not waited for`() {
    #expect(unseen([host(1)], [host(3)], isFinished: true) == [])
    #expect(unseen([host(1)], [], isFinished: true) == [])
    #expect(unseen([], [host(3)], isFinished: true) == [])
  }

  @Test func `an update that may not have been sent is sent again at once`() {
    #expect(unseen([host(1)], [host(1)], isFinished: false, isUnanswered: true) == [])
  }
}
