import Diagnostics
import JSON
import Reconciler
import Testing

@Suite struct PlannerTests {
  private let nothing = [
    Fixtures.collection("StorageTarget"), Fixtures.collection("RecordingPolicy"),
  ]

  @Test func `what the org lacks is created, what is needed first`() {
    let proposal = Fixtures.proposal([Fixtures.policy, Fixtures.target], nothing)
    #expect(proposal.plan.operations.map(\.action) == [.create, .create])
    let policy = proposal.plan.operation(at: Fixtures.policy.address)
    #expect(policy?.dependencies == [Fixtures.target.address])
    #expect(policy?.after?["storageTargetId"] == "t-1")
    #expect(proposal.requests == .init(read: 2, apply: 4))
  }

  @Test func `what is as declared is counted and not touched`() {
    let live = ObservedObject(id: "t-1", body: Fixtures.targetSpec)
    let proposal = Fixtures.proposal(
      [Fixtures.target], [Fixtures.collection("StorageTarget", [live])])
    #expect(proposal.plan.isEmpty)
    #expect(proposal.unchanged == 1)
  }

  @Test func `an immutable field that changes replaces the object`() {
    var body = Fixtures.targetSpec
    body["type"] = "azure-blob"
    let live = ObservedObject(id: "t-1", body: body)
    let proposal = Fixtures.proposal(
      [Fixtures.target], [Fixtures.collection("StorageTarget", [live])])
    #expect(proposal.plan.operations.map(\.action) == [.replace])
  }

  @Test func `an incomplete read creates nothing and says so`() {
    let problem = Diagnostic.error("incomplete-read", "page 2 is missing")
    let proposal = Fixtures.proposal(
      [Fixtures.target, Fixtures.policy],
      [
        Fixtures.collection("StorageTarget", [], .incomplete(problem)),
        Fixtures.collection("RecordingPolicy"),
      ])
    #expect(proposal.plan.operations.map(\.address) == [Fixtures.policy.address])
    #expect(proposal.isPartial)
    #expect(proposal.findings.map(\.code) == ["incomplete-read"])
  }

  @Test func `a blocked object takes those that need it with it`() {
    let proposal = Fixtures.proposal(
      [Fixtures.target, Fixtures.policy], nothing,
      blocks: [Block(Fixtures.target.address, .error("bucket-missing", "no bucket"))])
    #expect(proposal.blocked[Fixtures.target.address] == ["no bucket"])
    #expect(
      proposal.blocked[Fixtures.policy.address] == [
        "needs StorageTarget/archive, which is blocked"
      ])
  }

  @Test func `a warning about an object does not hold it up`() {
    let proposal = Fixtures.proposal(
      [Fixtures.target], nothing,
      blocks: [Block(Fixtures.target.address, .warning("stale-prefix", "nothing arrived"))])
    #expect(proposal.blocked.isEmpty)
    #expect(proposal.findings.map(\.code) == ["stale-prefix"])
  }

  @Test func `a renamed object is found under the id of its earlier name`() {
    let renamed = DesiredObject(
      address: Address(kind: "StorageTarget", name: "new"), kind: Fixtures.storageTarget,
      clientID: "t-2", formerIDs: ["t-1"], spec: Fixtures.targetSpec)
    let live = ObservedObject(id: "t-1", body: Fixtures.targetSpec)
    let proposal = Fixtures.proposal([renamed], [Fixtures.collection("StorageTarget", [live])])
    #expect(proposal.plan.isEmpty)
  }

  @Test func `the plan's id depends on what was decided and not on any order`() {
    let forwards = Fixtures.proposal([Fixtures.target, Fixtures.policy], nothing).plan.id
    let backwards = Fixtures.proposal([Fixtures.policy, Fixtures.target], nothing.reversed()).plan
      .id
    let other = Fixtures.proposal([Fixtures.target], nothing).plan.id
    #expect(forwards == backwards)
    #expect(forwards != other)
    #expect(forwards.hasPrefix("p-") && forwards.count == 18)
  }

  @Test func `a plan never holds what the service shows of a secret`() {
    var body = Fixtures.targetSpec
    body["retentionPeriodDays"] = 1
    body[JSONPointer(["configuration", "secretAccessKey"])] = "leaked-by-the-server"
    let live = ObservedObject(id: "t-1", body: body)
    let proposal = Fixtures.proposal(
      [Fixtures.target], [Fixtures.collection("StorageTarget", [live])])
    #expect(proposal.plan.count(of: .update) == 1)
    #expect(!proposal.plan.document.text.contains("leaked"))
  }

  @Test func `more changes than the limits allow need approval`() {
    let desired = (0..<10).map { index in
      DesiredObject(
        address: Address(kind: "Webhook", name: "w\(index)"), kind: Fixtures.webhook,
        clientID: "w\(index)", spec: ["name": "w", "targetUrl": "https://a", "events": ["e"]])
    }
    func live(differing: Int) -> [ObservedObject] {
      (0..<10).map { index in
        let url: JSON = index < differing ? "https://b" : "https://a"
        return ObservedObject(
          id: "w\(index)", body: ["name": "w", "targetUrl": url, "events": ["e"]])
      }
    }
    let calm = Fixtures.proposal(desired, [Fixtures.collection("Webhook", live(differing: 3))])
    let wild = Fixtures.proposal(desired, [Fixtures.collection("Webhook", live(differing: 4))])
    #expect(calm.unsafe.isEmpty)
    #expect(wild.unsafe.map(\.rule) == ["updatePercent"])
  }
}

@Suite struct NaturalKeyTests {
  private let kind = Fixtures.kind(from: [
    "title": "Probe", "properties": ["spec": ["properties": ["name": true, "size": [:]]]],
    "x-gcsync": [
      "vocabulary": 1,
      "wire": [
        "guide": [
          "collection": "/probes", "pager": "token", "identity": ["/name"], "create": "POST",
          "update": "PUT /{id}",
        ]
      ],
    ],
  ])

  private func proposal(_ live: [ObservedObject], adopts: Bool = false) -> Proposal {
    let desired = DesiredObject(
      address: Address(kind: "Probe", name: "a"), kind: kind, clientID: "unused",
      spec: ["name": "a", "size": 1])
    return Fixtures.proposal([desired], [Fixtures.collection("Probe", live)], adopts: adopts)
  }

  @Test func `an object found by name that equals its manifest is left alone`() {
    #expect(proposal([.init(id: "9", body: ["name": "a", "size": 1])]).plan.isEmpty)
  }

  @Test func `one that differs is adopted only when that is allowed`() {
    let live = [ObservedObject(id: "9", body: ["name": "a", "size": 2])]
    let address = Address(kind: "Probe", name: "a")
    #expect(proposal(live).plan.operations.map(\.action) == [.adopt])
    #expect(proposal(live).blocked[address] != nil)
    #expect(proposal(live, adopts: true).blocked[address] == nil)
  }

  @Test func `several of one name are an error that lists their ids`() {
    let live = ["8", "9"].map { ObservedObject(id: $0, body: ["name": "a"]) }
    let found = proposal(live)
    #expect(found.plan.isEmpty)
    #expect(found.findings.map(\.code) == ["ambiguous-match"])
    #expect(found.findings.first?.message.contains("8, 9") == true)
  }

  @Test func `a create leaves the id to the server`() {
    let plan = proposal([]).plan
    #expect(plan.operations.map(\.id) == [nil])
  }
}
