import JSON
import Reconciler
import Testing
import World

@Suite struct PlanCheckTests {
  private let hook = DesiredObject(
    address: Address(kind: "Webhook", name: "hook"), kind: Fixtures.webhook, clientID: "w-1",
    spec: ["name": "hook", "targetUrl": "https://a", "events": ["e"]])

  private func live(_ url: String, id: String = "w-1") -> ObservedObject {
    ObservedObject(
      id: id,
      body: [
        "name": "hook", "targetUrl": .string(url), "events": ["e"], "enabled": true,
        "authentication": ["type": "none"],
      ])
  }

  private func plan(against objects: [ObservedObject]) -> Plan {
    Fixtures.proposal([hook], [Fixtures.collection("Webhook", objects)]).plan
  }

  private func verdict(
    _ plan: Plan, _ objects: [ObservedObject], begun: Set<Address> = []
  ) -> PlanCheck.Verdict {
    PlanCheck(plan, kinds: Fixtures.kinds, profile: .guide, begun: begun).verdict(
      on: Dictionary(uniqueKeysWithValues: [Fixtures.collection("Webhook", objects)]))
  }

  @Test func `an object as the plan saw it may be written`() {
    let verdict = verdict(plan(against: [live("https://b")]), [live("https://b")])
    #expect(verdict.conflicts.isEmpty && verdict.settled.isEmpty)
  }

  @Test func `an object as the plan wants it is left alone`() {
    let verdict = verdict(plan(against: [live("https://b")]), [live("https://a")])
    #expect(verdict.settled == [hook.address: "w-1"])
  }

  @Test func `an object that moved is a conflict in each field, with all three values`() {
    let verdict = verdict(plan(against: [live("https://b")]), [live("https://c")])
    #expect(
      verdict.conflicts == [
        .init(
          address: hook.address, path: JSONPointer(["spec", "targetUrl"]), planned: "https://b",
          found: "https://c", wanted: "https://a")
      ])
  }

  @Test func `an object that came about is a conflict unless it is just as wanted`() {
    let create = plan(against: [])
    #expect(verdict(create, [live("https://c")]).conflicts.map(\.path) == [nil])
    #expect(verdict(create, [live("https://a")]).settled == [hook.address: "w-1"])
    #expect(verdict(create, []).conflicts.isEmpty)
  }

  @Test func `an object that is gone is a conflict, even for a run that had begun`() {
    let update = plan(against: [live("https://b")])
    #expect(verdict(update, []).conflicts.count == 1)
    #expect(verdict(update, [], begun: [hook.address]).conflicts.count == 1)
  }

  @Test func `the rest of a replacement goes on where its deletion was carried out`() {
    var body = Fixtures.targetSpec
    body["type"] = "azure-blob"
    let old = ObservedObject(id: "t-1", body: body)
    let plan = Fixtures.proposal(
      [Fixtures.target], [Fixtures.collection("StorageTarget", [old])]
    ).plan
    #expect(plan.operations.map(\.action) == [.replace])
    func conflicts(_ begun: Set<Address>) -> Int {
      PlanCheck(plan, kinds: Fixtures.kinds, profile: .guide, begun: begun).verdict(
        on: Dictionary(uniqueKeysWithValues: [Fixtures.collection("StorageTarget")])
      ).conflicts.count
    }
    #expect(conflicts([Fixtures.target.address]) == 0)
    #expect(conflicts([]) == 1)
  }
}

@Suite struct DirectionTests {
  private let address = Address(kind: "Webhook", name: "hook")

  private func direction(manifest: String, applied: String?, org: String) -> Direction? {
    let hook = DesiredObject(
      address: address, kind: Fixtures.webhook, clientID: "w-1",
      spec: ["name": "hook", "targetUrl": .string(manifest), "events": ["e"]])
    let live = ObservedObject(
      id: "w-1", body: ["name": "hook", "targetUrl": .string(org), "events": ["e"]])
    let record = AppliedRecord(
      applied.map {
        [
          AppliedObject(
            address: address, id: "w-1", owner: "acme/contact-center",
            spec: ["name": "hook", "targetUrl": .string($0), "events": ["e"], "enabled": true],
            run: "r", time: Timestamp(seconds: 0))
        ]
      } ?? [])
    let plan = Fixtures.proposal([hook], [Fixtures.collection("Webhook", [live])]).plan
    return plan.operations.first?.direction(since: record, in: Fixtures.webhook.spec)
  }

  @Test(arguments: [
    ("b", "a", "a", Direction.git), ("a", "a", "b", .org), ("c", "a", "b", .both),
  ])
  func `who moved is told from what was applied`(
    manifest: String, applied: String, org: String, expected: Direction
  ) {
    #expect(direction(manifest: manifest, applied: applied, org: org) == expected)
  }

  @Test func `without a record nobody knows`() {
    #expect(direction(manifest: "a", applied: nil, org: "b") == .unknown)
    #expect(direction(manifest: "a", applied: "a", org: "a") == nil)
  }
}
