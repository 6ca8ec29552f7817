import JSON
import Reconciler
import Testing

@Suite struct DifferTests {
  private func changes(
    _ kind: Kind, _ desired: JSON, _ observed: JSON, keepsUnmanaged: Bool = false
  ) -> [FieldChange] {
    Differ(keepsUnmanaged: keepsUnmanaged).changes(
      desired: kind.spec.normalised(desired, as: .goal),
      observed: kind.spec.normalised(observed, as: .comparable), in: kind.spec)
  }

  @Test func `one changed leaf is one change, at its own pointer`() {
    var live = Fixtures.targetSpec
    live[JSONPointer(["configuration", "region"])] = "eu-west-1"
    let found = changes(Fixtures.storageTarget, Fixtures.targetSpec, live)
    #expect(found.map(\.path.description) == ["/spec/configuration/region"])
    #expect(found.first?.before == "eu-west-1")
    #expect(found.first?.after == "us-east-1")
  }

  @Test func `a masked secret is no difference`() {
    var live = Fixtures.targetSpec
    live[JSONPointer(["configuration", "secretAccessKey"])] = "**********"
    live[JSONPointer(["configuration", "accessKeyId"])] = "****MPLE"
    #expect(changes(Fixtures.storageTarget, Fixtures.targetSpec, live).isEmpty)
  }

  @Test func `a secret the manifest no longer wants is a change whose value is not shown`() {
    var wanted = Fixtures.targetSpec
    wanted[JSONPointer(["configuration", "accessKeyId"])] = nil
    var live = Fixtures.targetSpec
    live[JSONPointer(["configuration", "accessKeyId"])] = "****MPLE"
    let found = changes(Fixtures.storageTarget, wanted, live)
    #expect(found.map(\.path.description) == ["/spec/configuration/accessKeyId"])
    #expect(found.first?.before == ["unknown": true])
  }

  @Test func `a recorded secret that has changed is a change`() {
    var differ = Differ(keepsUnmanaged: false)
    differ.secretHasChanged = { $0.description == "/spec/configuration/secretAccessKey" }
    let spec = Fixtures.storageTarget.spec
    let found = differ.changes(
      desired: spec.normalised(Fixtures.targetSpec, as: .goal),
      observed: spec.normalised(Fixtures.targetSpec, as: .comparable), in: spec)
    #expect(found.map(\.path.description) == ["/spec/configuration/secretAccessKey"])
  }

  @Test func `secrets whose object is not read back at all are no difference until one changes`() {
    let kind = Fixtures.kind("Credential")
    let wanted: JSON = [
      "type": ["name": "basicAuth"], "credentialFields": ["password": ["secretRef": "env:P"]],
    ]
    let live: JSON = ["type": ["name": "basicAuth", "id": "t"], "id": "c"]
    #expect(changes(kind, wanted, live, keepsUnmanaged: true).isEmpty)
    var differ = Differ(keepsUnmanaged: true)
    differ.secretHasChanged = { _ in true }
    let found = differ.changes(
      desired: kind.spec.normalised(wanted, as: .goal),
      observed: kind.spec.normalised(live, as: .comparable), in: kind.spec)
    #expect(found.map(\.path.description) == ["/spec/credentialFields/password"])
  }

  @Test func `what an object reference is exported as is a reference or its id alone`() {
    let spec = Fixtures.kind("Queue").spec
    let live: JSON = ["division": ["id": "d", "name": "Home", "selfUri": "/d"]]
    func exported(_ reference: JSON?) -> JSON? {
      spec.exported(live, in: ExportWords(reference: { _, _ in reference }, secret: { _ in .null }))
    }
    #expect(exported(nil) == ["division": ["id": "d"]])
    #expect(exported(["ref": "x"]) == ["division": ["ref": "x"]])
  }

  @Test func `a field only the org has is removed, unless the kind keeps what it does not manage`()
  {
    var live = Fixtures.policySpec
    live["description"] = "clicked"
    let found = changes(Fixtures.recordingPolicy, Fixtures.policySpec, live)
    #expect(found.map(\.path.description) == ["/spec/description"])
    #expect(
      changes(
        Fixtures.webhook, ["name": "w"], ["name": "w", "targetUrl": "https://x"],
        keepsUnmanaged: true
      ).isEmpty)
  }

  @Test func `sets differ as a whole and lists of the same length by element`() {
    var live = Fixtures.policySpec
    live["recordingTypes"] = ["voice", "email"]
    let found = changes(Fixtures.recordingPolicy, Fixtures.policySpec, live)
    #expect(found.map(\.path.description) == ["/spec/recordingTypes"])
    #expect(found.first?.before == ["email", "voice"])
  }

  @Test func `numbers compare by value and text by scalar`() {
    #expect(
      changes(
        Fixtures.recordingPolicy, ["retentionPeriodDays": 365],
        ["retentionPeriodDays": .number(JSONNumber(validated: "365.0"))]
      ).isEmpty)
  }
}
