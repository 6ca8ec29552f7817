import CommandLine
import JSON
import Sandbox
import Testing
import World

extension TestProject {
  /// Makes the project speak the Platform API, with a folder for kinds of its own.
  func speakPlatform(schemas: String = "schemas: [schemas]") throws {
    try write(
      """
      apiVersion: gcsync/v1
      kind: Project
      owner: acme/contact-center
      \(schemas)
      environments:
        dev:
          genesys: {profile: platform, apiURL: "\(sandbox.genesysURL)"}
          aws: {region: us-east-1, endpoint: "\(sandbox.s3URL)"}
      """, to: "gcsync.yaml")
    try Files.createDirectory("\(folder)/schemas")
  }

  /// Makes an object in the org, as somebody in its user interface would.
  func put(_ collection: String, _ id: String, _ value: JSON) throws {
    try sandbox.mutate([
      "op": "put", "collection": .string(collection), "id": .string(id), "value": value,
    ])
  }

  /// The paths of the fields that drift reports, by address.
  func driftingFields() async -> [String] {
    let drift = await run("drift", "--output", "json")
    return (drift.json["changes"]?.array ?? []).flatMap { change in
      (change["fields"]?.array ?? []).map {
        "\(change["address"]?.string ?? "") \($0["path"]?.string ?? "")"
      }
    }
  }
}

/// A kind that nobody built in, from its draft to its drift.
@Suite struct OwnKindTests {
  private static let codes = "/api/v2/routing/wrapupcodes"

  private func project(_ manifests: String = "# none yet\n") async throws -> TestProject {
    let project = try await TestProject(manifests)
    try project.speakPlatform()
    try project.put(
      Self.codes, "c0de0001-0000-4000-8000-000000000001",
      ["name": "Sale", "description": "canary-of-the-sample"])
    return project
  }

  @Test func `a drafted kind is validated, planned, applied and watched like any other`()
    async throws
  {
    let project = try await project()
    let draft = await project.run("kind", "new", "AfterCallCode", "--list-path", Self.codes)
    #expect(draft.code == .done, "\(draft.err)")
    #expect(draft.out.hasSuffix("schemas/AfterCallCode.json\n"))
    #expect(draft.err.contains("/spec/division: check that it refers to a Division"))
    #expect(draft.err.contains("gcsync export AfterCallCode"))
    #expect(project.writes == 0)
    let text = try project.text(of: "schemas/AfterCallCode.json")
    #expect(!text.contains("canary-of-the-sample") && !text.contains("c0de0001"))

    try project.write(
      """
      apiVersion: gcsync/v1
      kind: AfterCallCode
      metadata: {name: Complaint}
      spec: {description: The caller complains}

      """, to: "manifests/all.yaml")
    #expect(await project.run("validate").code == .done)
    let plan = await project.run("plan", "--output", "json")
    #expect(plan.code == .changes, "\(plan.out)\(plan.err)")
    #expect(plan.json["changes"]?.array?.first?["action"] == "create")
    let apply = await project.run("apply", "--yes")
    #expect(apply.code == .done, "\(apply.err)")
    #expect(await project.run("plan").code == .done)

    let id = try #require(
      project.requests("POST", Self.codes).first == nil ? nil : project.id(named: "Complaint"))
    try project.sandbox.mutate([
      "op": "patch", "collection": .string(Self.codes), "id": .string(id),
      "value": ["description": "Somebody was here"],
    ])
    #expect(await project.driftingFields() == ["AfterCallCode/Complaint /spec/description"])
    try await project.end()
  }

  @Test func `a draft says of each field what it takes and how it is compared`() async throws {
    let project = try await project()
    #expect(
      await project.run("kind", "new", "AfterCallCode", "--list-path", "\(Self.codes)/").code
        == .done)
    let schema = try JSON.parse(project.text(of: "schemas/AfterCallCode.json"))
    let fields = try #require(schema["properties"]?["spec"]?["properties"])
    #expect(fields.object?.keys == ["name", "description", "division"])
    #expect(fields["division"]?["x-gcsync"] == ["reference": "Division", "as": "object"])
    #expect(fields["description"]?["$ref"] == "common.json#/$defs/string")
    #expect(fields["description"]?["description"] == "Guessed from a text, in the one object.")
    let wire = try #require(schema["x-gcsync"]?["wire"]?["platform"])
    #expect(wire["pager"] == "page" && wire["identity"] == ["/name"])
    #expect(
      Set(wire["computed"]?.array?.compactMap(\.string) ?? [])
        == ["/id", "/selfUri", "/dateCreated", "/dateModified", "/createdBy"])
    try await project.end()
  }

  @Test(arguments: [
    ("/api/v2/processautomation/triggers", "cursor"), ("/api/v2/oauth/clients", "none"),
    ("/api/v2/groups", "page"),
  ])
  func `a draft knows how the list goes on`(path: String, pager: String) async throws {
    let project = try await project()
    try project.put("/api/v2/flows", "f1", ["name": "F", "type": "WORKFLOW"])
    try project.put(
      path, "x1",
      [
        "name": "One", "topicName": "v2.x", "enabled": true, "type": "official",
        "target": ["type": "Workflow", "id": "f1"], "visibility": "public", "rulesVisible": true,
        "authorizedGrantType": "CLIENT-CREDENTIALS", "version": 1,
      ])
    let draft = await project.run("kind", "new", "Own", "--list-path", path)
    #expect(draft.code == .done, "\(draft.err)")
    let schema = try JSON.parse(project.text(of: "schemas/Own.json"))
    #expect(schema["x-gcsync"]?["wire"]?["platform"]?["pager"] == .string(pager))
    #expect(await project.run("export", "Own").code == .done)
    try await project.end()
  }

  @Test func `an export of a drafted kind is valid and as the org has it`() async throws {
    let project = try await project()
    try project.put(
      "/api/v2/groups", "g1",
      [
        "name": "Quality", "type": "official", "visibility": "public", "rulesVisible": true,
        "owners": [["id": "00000000-0000-4000-8000-000000000000"]],
        "addresses": [["address": "+49", "type": "GROUPRING"]], "version": 1,
      ])
    #expect(
      await project.run("kind", "new", "Circle", "--list-path", "/api/v2/groups").code == .done)
    let export = await project.run(
      "export", "Circle", "--out", project.path("manifests"))
    #expect(export.code == .done, "\(export.err)")
    let plan = await project.run("plan")
    #expect(plan.code == .done, "\(plan.out)\(plan.err)")
    try await project.end()
  }

  @Test(arguments: [
    (["kind", "new", "skill", "--list-path", "/x"], "begins with a capital"),
    (["kind", "new", "Queue", "--list-path", "/x"], "gcsync has Queue already"),
    (["kind", "new", "Project", "--list-path", "/x"], "gcsync has Project already"),
    (["kind", "new", "Own"], "--list-path is where"),
    (["kind", "new", "Own", "--list-path", "/api/v2/nowhere"], "has no list at /api/v2/nowhere"),
    (["kind", "new", "Own", "--list-path", "/api/v2/teams"], "nothing to learn from"),
    (
      ["kind", "new", "Own", "--list-path", "/api/v2/routing/wrapupcodes", "--sample", "no"],
      "has no object no"
    ),
    (
      ["kind", "new", "Own", "--list-path", "/api/v2/routing/wrapupcodes", "--name-field", "/x"],
      "texts are /"
    ),
    (["kind", "new", "Own", "--list-path", "/api/v2/recording/settings"], "is no list"),
  ])
  func `what cannot be drafted is refused in words, and nothing is written`(
    words: [String], message: String
  ) async throws {
    let project = try await project()
    let draft = await project.run(words: words)
    #expect(draft.code == .error)
    #expect(draft.err.contains(message), "\(draft.err)")
    #expect(try Files.list(project.path("schemas")).isEmpty)
    #expect(project.writes == 0)
    try await project.end()
  }

  @Test func `a file that is there stays, and a project without a folder for kinds says so`()
    async throws
  {
    let project = try await project()
    try project.write("mine", to: "Own.json")
    let taken = await project.run(
      "kind", "new", "Own", "--list-path", Self.codes, "--out", project.path("Own.json"))
    #expect(taken.code == .error && taken.err.contains("is there already"))
    #expect(try project.text(of: "Own.json") == "mine")
    try project.speakPlatform(schemas: "")
    let homeless = await project.run("kind", "new", "Own", "--list-path", Self.codes)
    #expect(homeless.code == .error && homeless.err.contains("schemas: [schemas]"))
    try await project.end()
  }

  @Test func `a kind whose list is not there names its file, and the others are planned`()
    async throws
  {
    let project = try await project(
      """
      apiVersion: gcsync/v1
      kind: AfterCallCode
      metadata: {name: Complaint}
      spec: {description: The caller complains}
      ---
      apiVersion: gcsync/v1
      kind: Division
      metadata: {name: Sales}
      spec: {description: Those who sell}

      """)
    #expect(
      await project.run("kind", "new", "AfterCallCode", "--list-path", Self.codes).code == .done)
    let schema = try project.text(of: "schemas/AfterCallCode.json")
    try project.write(
      schema.replacing("/wrapupcodes\"", with: "/wrapcodes\""), to: "schemas/AfterCallCode.json")
    let plan = await project.run("plan", "--output", "json")
    #expect(plan.code == .error)
    #expect(plan.json["partial"] == true)
    let finding = plan.json["findings"]?.array?.first
    #expect(
      finding?["hint"]?.string?.contains("schemas/AfterCallCode.json says") == true, "\(plan.out)")
    #expect(finding?["hint"]?.string?.contains("/api/v2/routing/wrapcodes") == true)
    #expect(
      plan.json["changes"]?.array?.contains { $0["address"] == "Division/Sales" } == true)

    try project.write(
      schema.replacing("\"emptyIsAbsent\"", with: "\"emptyIsAbsnt\"")
        .replacing("\"as\": \"object\"", with: "\"ass\": \"object\""),
      to: "schemas/AfterCallCode.json")
    let invalid = await project.run("plan")
    #expect(invalid.code == .invalid)
    #expect(invalid.err.contains("error[unknown-word]"), "\(invalid.err)")
    #expect(invalid.err.contains("did you mean \"as\""), "\(invalid.err)")
    try await project.end()
  }
}

extension TestProject {
  fileprivate func requests(_ method: String, _ path: String) -> [JSON] {
    sandbox.requests.filter { $0["method"]?.string == method && $0["path"]?.string == path }
  }

  /// The id of the object of a name, as the org answered it.
  fileprivate func id(named name: String) -> String? {
    func find(_ value: JSON) -> String? {
      if value["name"]?.string == name, let id = value["id"]?.string { return id }
      let below = (value.object ?? [:]).map(\.value) + (value.array ?? [])
      return below.lazy.compactMap(find).first
    }
    return find(sandbox.objects)
  }
}
