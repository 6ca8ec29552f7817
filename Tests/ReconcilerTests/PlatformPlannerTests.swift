import Diagnostics
import JSON
import Reconciler
import Testing
import World

/// Plans for an API whose server chooses the ids, so that objects are found by what they hold.
@Suite struct PlatformPlannerTests {
  private static func kind(_ name: String, _ wire: JSON, _ fields: JSON) -> Kind {
    var words: JSON = [
      "collection": .string("/\(name)"), "pager": "page", "identity": ["/name"], "create": "POST",
      "update": "PUT /{id}", "delete": "DELETE /{id}", "unmanaged": "keep",
    ]
    for member in wire.object ?? [:] { words[JSONPointer([member.key])] = member.value }
    return Fixtures.kind(from: [
      "title": .string(name), "properties": ["spec": ["type": "object", "properties": fields]],
      "x-gcsync": ["vocabulary": 1, "wire": ["platform": words]],
    ])
  }

  private static let host = kind(
    "Host", [:],
    [
      "name": ["type": "string"],
      "type": ["type": "string", "x-gcsync": ["immutable": true]],
      "size": ["type": "integer"],
    ])
  private static let action = kind(
    "Action", ["identity": ["/host", "/name"]],
    [
      "name": ["type": "string"],
      "host": ["x-gcsync": ["reference": "Host", "as": "object"]],
    ])
  private static let person = kind(
    "Person", ["name": "/mail", "identity": ["/mail"]], ["mail": ["type": "string"]])
  private static let settings = kind(
    "Settings", ["identity": "singleton", "delete": "none"], ["limit": ["type": "integer"]])
  private static let kinds = Dictionary(
    uniqueKeysWithValues: [host, action, person, settings].map { ($0.name, $0) })

  private func manifest(
    _ kind: Kind, _ name: String, pin: String? = nil, _ spec: JSON
  ) -> DesiredObject {
    DesiredObject(
      address: Address(kind: kind.name, name: name), kind: kind, clientID: "never", pin: pin,
      spec: spec)
  }

  private func plan(
    _ desired: [DesiredObject], _ live: [String: [JSON]], record: AppliedRecord = AppliedRecord()
  ) -> Proposal {
    var observed: [String: ObservedCollection] = [:]
    for name in Self.kinds.keys {
      let objects = (live[name] ?? []).map {
        ObservedObject(id: $0["id"]?.string ?? Wire.singletonID, body: $0)
      }
      observed[name] = ObservedCollection(
        kind: name, objects: objects, completeness: .whole, requests: 1)
    }
    return Planner(
      header: Fixtures.header, profile: .platform, kinds: Self.kinds, desired: desired,
      observed: observed, record: record
    ).proposal()
  }

  private let big: JSON = ["id": "h-1", "name": "big", "type": "a", "size": 3, "selfUri": "/h-1"]

  @Test func `an object is found by its name and left alone where it is as declared`() {
    let proposal = plan(
      [manifest(Self.host, "big", ["name": "big", "size": 3])],
      ["Host": [big, ["id": "h-2", "name": "small"]]])
    #expect(proposal.plan.isEmpty)
    #expect(proposal.unchanged == 1)
    #expect(proposal.unrecorded.map(\.id) == ["h-1"])
  }

  @Test func `an object found by its name that differs is adopted and no mere update`() {
    let proposal = plan(
      [manifest(Self.host, "big", ["name": "big", "size": 4])], ["Host": [big]])
    #expect(proposal.plan.operations.map(\.action) == [.adopt])
    #expect(!proposal.blocked.isEmpty)
  }

  @Test func `two objects of one name are an error with their ids, and a pin settles it`() {
    let live = ["Host": [big, ["id": "h-0", "name": "big", "size": 9]]]
    let without = plan([manifest(Self.host, "big", ["name": "big", "size": 3])], live)
    #expect(without.findings.map(\.code) == ["ambiguous-match"])
    #expect(without.findings.first?.message.contains("h-0, h-1") == true)
    let with = plan([manifest(Self.host, "big", pin: "h-0", ["name": "big", "size": 3])], live)
    #expect(with.plan.operations.map(\.action) == [.update])
    #expect(with.plan.operations.first?.id == "h-0")
  }

  @Test func `a pin that leads nowhere is an error and creates nothing`() {
    let proposal = plan(
      [
        manifest(Self.host, "big", pin: "h-9", ["name": "big"]),
        manifest(
          Self.action, "a", ["name": "a", "host": ["ref": ["kind": "Host", "name": "big"]]]),
      ], ["Host": [big]])
    #expect(proposal.findings.map(\.code) == ["missing-pin"])
    #expect(proposal.plan.operation(at: Address(kind: "Host", name: "big")) == nil)
    #expect(proposal.blocked[Address(kind: "Action", name: "a")] != nil)
  }

  @Test func `a recorded id finds a renamed object, and the rename is an update`() {
    let record = AppliedRecord([
      AppliedObject(
        address: Address(kind: "Host", name: "big"), id: "h-1", owner: "acme/contact-center",
        spec: ["name": "big"], fingerprints: [:], deletionPolicy: .delete, labels: [:], run: "r",
        time: .init(seconds: 0))
    ])
    let proposal = plan(
      [manifest(Self.host, "big", ["name": "large"])], ["Host": [big]], record: record)
    #expect(proposal.plan.operations.map(\.action) == [.update])
    #expect(proposal.plan.operations.first?.fields.map(\.path.description) == ["/spec/name"])
  }

  @Test func `two manifests of one object are an error for the second`() {
    let proposal = plan(
      [
        manifest(Self.host, "a", ["name": "big", "size": 3]),
        manifest(Self.host, "b", ["name": "big", "size": 4]),
      ], ["Host": [big]])
    #expect(proposal.findings.map(\.code) == ["shared-object"])
    #expect(proposal.findings.first?.address == "Host/b")
  }

  @Test func `two manifests that would create one object twice are an error for the second`() {
    let proposal = plan(
      [
        manifest(Self.host, "a", ["name": "new"]), manifest(Self.host, "b", ["name": "new"]),
      ], [:])
    #expect(proposal.findings.map(\.code) == ["shared-object"])
    #expect(proposal.plan.operations.map(\.address.name) == ["a"])
  }

  @Test func `a key may hold a reference, and names the object among those of its host`() {
    let actions: [JSON] = [
      ["id": "a-1", "name": "a", "host": ["id": "h-2", "name": "small"]],
      ["id": "a-2", "name": "a", "host": ["id": "h-1", "name": "big", "selfUri": "/h-1"]],
    ]
    let proposal = plan(
      [
        manifest(Self.host, "big", ["name": "big"]),
        manifest(
          Self.action, "a", ["name": "a", "host": ["ref": ["kind": "Host", "name": "big"]]]),
      ], ["Host": [big], "Action": actions])
    #expect(proposal.plan.isEmpty)
    #expect(proposal.unrecorded.map(\.id).sorted() == ["a-2", "h-1"])
  }

  @Test func `what refers to a replaced object waits for the new id`() {
    let actions: [JSON] = [["id": "a-2", "name": "a", "host": ["id": "h-1"]]]
    let proposal = plan(
      [
        manifest(Self.host, "big", ["name": "big", "type": "b"]),
        manifest(
          Self.action, "a", ["name": "a", "host": ["ref": ["kind": "Host", "name": "big"]]]),
      ], ["Host": [big], "Action": actions])
    let action = proposal.plan.operation(at: Address(kind: "Action", name: "a"))
    #expect(proposal.plan.operation(at: Address(kind: "Host", name: "big"))?.action == .replace)
    #expect(action?.after?["host"] == ["afterApply": "Host/big"])
    #expect(action?.dependencies == [Address(kind: "Host", name: "big")])
  }

  @Test func `an external reference finds its object by what the kind calls a name`() {
    let spec: JSON = [
      "name": "a", "host": ["ref": ["kind": "Person", "name": "a@example.com", "external": true]],
    ]
    let people: [JSON] = [["id": "p-1", "name": "Anna", "mail": "a@example.com"]]
    let proposal = plan([manifest(Self.action, "a", spec)], ["Person": people])
    #expect(proposal.plan.operations.first?.after?["host"] == "p-1")
  }

  @Test func `the one object there always is gets updated and never created`() {
    let proposal = plan(
      [manifest(Self.settings, "s", ["limit": 3])], ["Settings": [["limit": 2]]])
    #expect(proposal.plan.operations.map(\.action) == [.update])
    #expect(proposal.plan.operations.first?.id == "singleton")
  }
}
