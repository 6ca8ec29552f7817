import JSON
import Reconciler
import Testing

/// Null in a manifest, which takes a field away where leaving it out keeps it.
@Suite struct ClearingTests {
  private static let kind = Fixtures.kind(from: [
    "title": "Host",
    "properties": [
      "spec": [
        "type": "object",
        "properties": [
          "name": ["type": "string"],
          "note": ["type": "string", "x-gcsync": ["nullIsAbsent": true]],
          "size": ["type": "integer", "x-gcsync": ["nullIsAbsent": true, "default": 3]],
          "owner": [
            "x-gcsync": ["reference": "Host", "as": "object", "nullIsAbsent": true]
          ],
          "inner": [
            "type": "object",
            "properties": ["a": ["type": "string", "x-gcsync": ["nullIsAbsent": true]]],
          ],
        ],
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

  private func operations(_ spec: JSON, _ live: [JSON]) -> [Operation] {
    var whole = spec
    whole["name"] = "a"
    let desired = DesiredObject(
      address: Address(kind: "Host", name: "a"), kind: Self.kind, clientID: "never",
      pin: live.isEmpty ? nil : "1", spec: whole)
    let collection = ObservedCollection(
      kind: "Host", objects: live.map { ObservedObject(id: "1", body: $0) }, completeness: .whole,
      requests: 1)
    return Planner(
      header: Fixtures.header, profile: .platform, kinds: ["Host": Self.kind], desired: [desired],
      observed: ["Host": collection]
    ).proposal().plan.operations
  }

  private func body(_ operation: Operation?) -> JSON? {
    guard let after = operation?.after else { return nil }
    return Self.kind.spec.wireBody(after, ids: [:], secrets: [:])?.reveal { $0 }
  }

  @Test func `null clears a field that the org has, and is sent as null`() throws {
    let live: JSON = [
      "id": "1", "name": "a", "note": "x", "size": 3, "owner": ["id": "7"], "inner": ["a": "b"],
    ]
    #expect(operations([:], [live]).isEmpty)
    let found = operations(["note": .null, "owner": .null, "inner": ["a": .null]], [live])
    let paths = found.first?.fields.map(\.path.description)
    #expect(paths == ["/spec/note", "/spec/owner", "/spec/inner/a"])
    #expect(found.first?.fields.first?.after == .null)
    let sent = try #require(body(found.first))
    #expect(sent["note"] == .null && sent["owner"] == .null)
    #expect(sent["inner"] == ["a": .null])
    #expect(Self.kind.spec.merged(sent, over: live)["note"] == .null)
  }

  @Test func `null where the org has nothing changes nothing`() {
    let live: JSON = ["id": "1", "name": "a", "note": .null, "size": 3]
    #expect(operations(["note": .null, "owner": .null], [live]).isEmpty)
  }

  @Test func `null of a field with a default asks for the default`() {
    let live: JSON = ["id": "1", "name": "a", "size": 4]
    let found = operations(["size": .null], [live])
    #expect(found.first?.fields.map(\.after) == [3])
  }

  @Test func `a new object is created without what is null`() {
    let sent = body(operations(["note": .null, "owner": .null], []).first)
    #expect(sent == ["name": "a", "size": 3])
  }
}
