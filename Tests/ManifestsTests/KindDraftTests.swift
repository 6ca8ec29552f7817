import Diagnostics
import JSON
import Manifests
import Reconciler
import Testing

@Suite struct KindDraftTests {
  private static let library = KindLibrary.load().0

  private func draft(
    _ objects: [JSON], sample: JSON? = nil, nameField: String = "name"
  ) throws -> KindDraft {
    let objects = objects.map { object in
      guard case .object(var members) = object else { return object }
      if members["id"] == nil { members["id"] = "i1" }
      if members["name"] == nil { members["name"] = "n1" }
      return JSON.object(members)
    }
    return KindDraft(
      KindDraft.Subject(
        kind: "Own", path: "/api/v2/own", query: [("expand", "all")], paging: .page, pageSize: 100,
        nameField: nameField, objects: objects, sample: try #require(sample ?? objects.first)),
      kinds: Self.library)
  }

  private func field(_ name: String, _ values: JSON...) throws -> JSON {
    let draft = try draft(values.map { [name: $0] })
    return draft.schema["properties"]?["spec"]?["properties"]?[name] ?? .null
  }

  @Test(
    arguments: [
      ("note", ["a"], "common.json#/$defs/string"), ("on", [true], "common.json#/$defs/boolean"),
      ("size", [1, 2], "common.json#/$defs/integer"),
      ("queueId", ["q1"], "common.json#/$defs/reference"),
      ("clientSecret", ["s"], "common.json#/$defs/secret"),
      ("apiToken", ["s"], "common.json#/$defs/secret"),
    ] as [(String, [JSON], String)])
  func `a plain value is guessed by its type and its field's name`(
    name: String, values: [JSON], reference: String
  ) throws {
    let schema = try draft(values.map { [name: $0] }).schema
    #expect(
      schema["properties"]?["spec"]?["properties"]?[name]?["$ref"] == .string(reference))
  }

  @Test func `a fraction makes a number of whole ones, and two types make none`() throws {
    let fraction = try JSON.parse("1.5")
    #expect(try field("share", 1, fraction)["$ref"] == "common.json#/$defs/number")
    let mixed = try field("any", 1, "a")
    #expect(mixed["$ref"] == nil && mixed["type"] == nil)
    #expect(mixed["description"]?.string?.contains("type number or string") == true)
  }

  @Test func `what was null or empty means the same as nothing`() throws {
    #expect(try field("note", "", "a")["x-gcsync"] == ["emptyIsAbsent": true])
    #expect(try field("note", .null, "a")["x-gcsync"] == ["nullIsAbsent": true])
    #expect(try field("list", [])["x-gcsync"] == ["emptyIsAbsent": true])
    #expect(try field("note", "a")["x-gcsync"] == nil)
  }

  @Test func `an object with an address is a reference to the kind of that collection`() throws {
    let owner = try field(
      "owner", ["id": "u1", "name": "Ann", "selfUri": "/api/v2/users/u1"])
    #expect(owner["x-gcsync"] == ["reference": "User", "as": "object"])
    let queue = try field("overflowQueue", ["id": "q1", "name": "Billing"])
    #expect(queue["x-gcsync"] == ["reference": "Queue", "as": "object"])
    let skill = try field("skill", ["id": "s1", "selfUri": "/api/v2/routing/skills/s1"])
    #expect(skill["properties"]?.object?.keys == ["id"])
    #expect(skill["description"]?.string?.contains("an object of /api/v2/routing/skills") == true)
  }

  @Test func `lists of texts and of references have no order, lists of objects may`() throws {
    #expect(try field("events", ["b", "a"])["x-gcsync"] == ["set": true])
    let queues = try field(
      "forQueues", [["id": "q1", "selfUri": "/api/v2/routing/queues/q1"]])
    #expect(queues["x-gcsync"] == ["set": true])
    #expect(queues["items"]?["x-gcsync"] == ["reference": "Queue", "as": "object"])
    let rules = try field("rules", [["operator": "Equal"], ["operator": "In", "count": 1]])
    #expect(rules["x-gcsync"] == nil)
    #expect(rules["items"]?["properties"]?.object?.keys == ["operator", "count"])
  }

  @Test func `what the service sets is left out, the version has a word of its own`() throws {
    let schema = try draft([
      [
        "selfUri": "/api/v2/own/i1", "dateCreated": "2026-01-01T00:00:00Z", "modifiedBy": "u1",
        "lastModified": "x", "version": 3, "memberCount": 2, "updatedBy": ["id": "u"],
        "creator": "c", "box": ["createdDate": "x", "kept": 1, "id": "b", "version": 2],
      ]
    ]).schema
    let spec = schema["properties"]?["spec"]?["properties"]
    #expect(spec?.object?.keys == ["name", "creator", "box"])
    #expect(spec?["box"]?["properties"]?.object?.keys == ["kept", "id", "version"])
    let wire = schema["x-gcsync"]?["wire"]?["platform"]
    #expect(wire?["version"] == "/version")
    let computed = Set(wire?["computed"]?.array?.compactMap(\.string) ?? [])
    #expect(
      computed == [
        "/id", "/selfUri", "/dateCreated", "/modifiedBy", "/lastModified", "/memberCount",
        "/updatedBy", "/box/createdDate",
      ])
  }

  @Test func `no value of an object is in the draft, and no key that is a value`() throws {
    let draft = try draft([
      [
        "name": "canary", "note": "canary", "password": "canary", "list": ["canary"],
        "box": ["inner": "canary"], "byCustomer": ["canary-4711": 1, "c4n4ry9f2c": true],
        "attributes": ["canary": "canary"], "owner": ["id": "canary", "name": "canary"],
        "id": "canary",
      ]
    ])
    #expect(!draft.text.contains("canary") && !draft.text.contains("c4n4ry9f2c"))
    #expect(!draft.remarks.contains { "\($0)".contains("canary") })
  }

  @Test func `what the list does not show is left out with a remark`() throws {
    let draft = try draft(
      [["note": "a"]], sample: ["id": "i1", "name": "n", "note": "a", "secretive": 1])
    #expect(draft.schema["properties"]?["spec"]?["properties"]?["secretive"] == nil)
    #expect(draft.remarks.contains { $0.text.contains("the list does not show it") })
  }

  @Test func `another name field is the identity and the name on the wire`() throws {
    let schema = try draft([["title": "T"]], nameField: "title").schema
    let wire = schema["x-gcsync"]?["wire"]?["platform"]
    #expect(wire?["identity"] == ["/title"] && wire?["name"] == "/title")
    #expect(wire?["query"] == ["expand": "all"])
    #expect(
      schema["properties"]?["spec"]?["properties"]?["title"]?["x-gcsync"]
        == ["from": "/metadata/name"])
  }

  @Test func `a draft is a kind as the vocabulary wants it, in lines of a hundred letters`() throws
  {
    let draft = try draft([
      [
        "note": "a", "rules": [["operator": "Equal", "values": ["x"]]], "nothing": .null,
        "division": ["id": "d", "selfUri": "/api/v2/authorization/divisions/d"],
      ]
    ])
    let file = SourceFile(name: "schemas/Own.json", bytes: Array(draft.text.utf8))
    let (library, problems) = KindLibrary.load([], adding: [file])
    #expect(problems.isEmpty)
    #expect(library.kinds["Own"]?.file == "schemas/Own.json")
    let long = draft.text.split(separator: "\n").filter { $0.count > 100 }
    #expect(long.allSatisfy { $0.contains("\"description\": \"") })
    #expect(try JSON.parse(draft.text) == draft.schema)
  }
}
