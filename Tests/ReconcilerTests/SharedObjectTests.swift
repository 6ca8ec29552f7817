import Diagnostics
import JSON
import Reconciler
import Testing
import World

/// Addresses of several kinds that mean one object of the org.
@Suite struct SharedObjectTests {
  private static let pieces = KindPieces(
    Dictionary(
      uniqueKeysWithValues: ["StorageTarget", "Integration", "Webhook", "Credential"]
        .map { ($0, Fixtures.kind($0)) }),
    profile: .platform)

  private let type = "aws-s3-recording-bulk-actions-integration"

  private func known(
    _ address: String, _ id: String, _ policy: DeletionPolicy = .delete
  ) throws -> AppliedObject {
    AppliedObject(
      address: try #require(Address(parsing: address)), id: id, owner: Fixtures.header.owner,
      spec: [:], deletionPolicy: policy, run: "r", time: .init(seconds: 0))
  }

  private func manifest(_ kind: String, _ name: String, _ spec: JSON) -> [DesiredObject] {
    Self.pieces.of(
      DesiredObject(
        address: Address(kind: kind, name: name), kind: Fixtures.kind(kind), clientID: "never",
        spec: spec))
  }

  private func plan(
    _ desired: [DesiredObject] = [], _ record: [AppliedObject] = [], live: Bool = true
  ) -> Proposal {
    let objects: [String: [ObservedObject]] = [
      "Integration": [
        ObservedObject(id: "i", body: ["name": "x", "integrationType": ["id": .string(type)]])
      ],
      "StorageTarget": [ObservedObject(id: "i", body: ["name": "x"])],
      "StorageTarget#credential": [ObservedObject(id: "c", body: ["name": "x"])],
    ]
    var observed: [String: ObservedCollection] = [:]
    for name in Self.pieces.byCollection.keys {
      observed[name] = ObservedCollection(
        kind: name, objects: live ? objects[name] ?? [] : [], completeness: .whole, requests: 1)
    }
    return Planner(
      header: Fixtures.header, profile: .platform, kinds: Self.pieces.byCollection,
      desired: desired, observed: observed, record: AppliedRecord(record),
      permissions: .init(prunes: true)
    ).proposal()
  }

  private func deleted(_ proposal: Proposal) -> [String] {
    proposal.plan.operations.filter { $0.action == .delete }.map(\.address.description).sorted()
  }

  @Test func `what an object consists of besides stays where another manifest keeps the object`()
    throws
  {
    let record = [
      try known("StorageTarget/x", "i"), try known("StorageTarget/x#credential", "c"),
    ]
    #expect(deleted(plan([], record)) == ["StorageTarget/x", "StorageTarget/x#credential"])
    let kept = plan(
      manifest("Integration", "y", ["name": "x", "integrationType": ["id": .string(type)]]), record)
    #expect(deleted(kept) == [])
    #expect(kept.forgotten.sorted() == record.map(\.address))
  }

  @Test func `an object whose addresses all go is deleted once`() throws {
    let proposal = plan([], [try known("StorageTarget/x", "i"), try known("Integration/y", "i")])
    #expect(deleted(proposal) == ["Integration/y"])
    #expect(proposal.forgotten.map(\.description) == ["StorageTarget/x"])
  }

  @Test(arguments: [DeletionPolicy.forbid, .abandon])
  func `a policy that keeps an object keeps it from its other addresses, too`(
    policy: DeletionPolicy
  ) throws {
    let proposal = plan(
      [], [try known("StorageTarget/x", "i", policy), try known("Integration/y", "i")])
    #expect(deleted(proposal) == [])
  }

  @Test func `the type that one kind always has and another names makes them one object`() {
    let target: JSON = ["name": "x", "type": "aws-s3"]
    func integration(_ type: String) -> [DesiredObject] {
      manifest("Integration", "y", ["name": "x", "integrationType": ["id": .string(type)]])
    }
    let targets = manifest("StorageTarget", "x", target)
    let same = plan(targets + integration(type), live: false)
    #expect(same.findings.map(\.code) == ["shared-object"])
    #expect(same.findings.first?.address == "StorageTarget/x")
    let different = plan(targets + integration("custom-rest-actions"), live: false)
    #expect(different.findings.isEmpty)
  }

  @Test func `credentials of one name are not one object where a kind does not say their type`() {
    let target = manifest(
      "StorageTarget", "x",
      [
        "name": "x", "type": "aws-s3",
        "configuration": ["accessKeyId": "a", "secretAccessKey": "b"],
      ])
    let credential = manifest("Credential", "x", ["name": "x", "type": ["name": "userDefined"]])
    let proposal = plan(target + credential, live: false)
    #expect(proposal.findings.isEmpty)
    #expect(
      proposal.plan.operations.contains { $0.address.description == "StorageTarget/x#credential" })
  }
}
