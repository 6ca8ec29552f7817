import JSON
import Manifests
import Reconciler
import Testing

@Suite struct PlatformExportTests {
  private func collection(_ kind: String, _ bodies: [String: JSON]) -> ObservedCollection {
    ObservedCollection(
      kind: kind,
      objects: bodies.sorted { $0.key < $1.key }.map { ObservedObject(id: $0.key, body: $0.value) },
      completeness: .whole, requests: 1)
  }

  private func export(_ collections: [ObservedCollection]) throws -> [Export.Manifest] {
    let fixture = try Fixture([:], profile: "platform")
    let export = Export(
      project: fixture.project, environment: try fixture.project.environment(named: "dev"),
      kinds: fixture.kinds, record: AppliedRecord(),
      names: ExportNames(
        collections, kinds: fixture.kinds.kinds, known: [:], profile: .platform,
        outside: fixture.kinds.lookupOnly(in: .platform)))
    return collections.flatMap(export.manifests)
  }

  @Test func `what is only looked up is referred to by the name it is found by, and not exported`()
    throws
  {
    let found = try export([
      collection("User", ["u": ["name": "Anna Lind", "email": "anna.lind@example.com"]]),
      collection("Queue", ["q": ["name": "Billing"]]),
      collection(
        "MediaRetentionPolicy",
        [
          "p": [
            "name": "Calls",
            "conditions": [
              "forUsers": [["id": "u", "name": "Anna Lind"]],
              "forQueues": [["id": "q", "name": "Billing", "selfUri": "/q"]],
            ],
          ]
        ]),
    ])
    #expect(found.map(\.address.description) == ["Queue/Billing", "MediaRetentionPolicy/Calls"])
    #expect(
      found.last?.document["spec"]?["conditions"] == [
        "forUsers": [
          ["ref": ["kind": "User", "name": "anna.lind@example.com", "external": true]]
        ],
        "forQueues": [["ref": ["kind": "Queue", "name": "Billing"]]],
      ])
  }

  @Test func `a name that two share cannot be looked up, so the id stands`() throws {
    let found = try export([
      collection("Flow", ["f": ["name": "Same"], "g": ["name": "Same"]]),
      collection("Queue", ["q": ["name": "Billing", "queueFlow": ["id": "f", "name": "Same"]]]),
    ])
    #expect(found.first?.document["spec"] == ["queueFlow": ["id": "f"]])
  }
}
