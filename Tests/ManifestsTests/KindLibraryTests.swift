import Diagnostics
import Foundation
import JSON
import Manifests
import Reconciler
import Testing

@Suite struct KindLibraryTests {
  private static let schemas = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("schemas")

  @Test func `every file of the schemas folder is in the binary as it stands`() throws {
    let folder = try FileManager.default.contentsOfDirectory(atPath: Self.schemas.path)
      .filter { $0.hasSuffix(".json") }
    let embedded = EmbeddedSchemas.files
    #expect(Set(embedded.map(\.name)) == Set(folder))
    for file in embedded {
      let bytes = Array(try Data(contentsOf: Self.schemas.appendingPathComponent(file.name)))
      let isSame = file.bytes == bytes
      #expect(isSame, "\(file.name)")
    }
  }

  private func load(_ schema: String) throws -> (KindLibrary, [Diagnostic]) {
    let folder = NSTemporaryDirectory() + "gcsync-kinds-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try Data(schema.utf8).write(to: URL(fileURLWithPath: folder + "/Own.json"))
    return KindLibrary.load(folders: [folder])
  }

  private func own(_ field: String, wire: String = "") -> String {
    """
    {
      "title": "Own",
      "properties": {"spec": {"properties": {"field": \(field)}}},
      "x-gcsync": {"vocabulary": 1, "wire": {"guide": {
        "collection": "/own", "pager": "token", "identity": "client",
        "create": "PUT /{id}", "update": "PUT /{id}"\(wire)}}}
    }
    """
  }

  @Test func `a folder of one's own adds a kind`() throws {
    let (library, problems) = try load(own("{\"type\": \"string\"}"))
    #expect(problems.isEmpty)
    #expect(library.kinds["Own"] != nil && library.kinds["Webhook"] != nil)
  }

  @Test func `an unknown word is an error with the word that was meant`() throws {
    let (_, problems) = try load(own("{\"x-gcsync\": {\"writeOnyl\": true}}"))
    #expect(problems.map(\.code) == ["unknown-word"])
    #expect(problems.first?.hint?.contains("writeOnly") == true)
    #expect(problems.first?.location?.line == 3)
  }

  @Test(arguments: [
    "{\"$ref\": \"nowhere.json\"}", "{\"pattern\": \"(\"}", "{\"type\": 7}",
  ])
  func `a schema that cannot be used is an error and not a schema that accepts anything`(
    field: String
  ) throws {
    let (_, problems) = try load(own(field))
    #expect(problems.hasErrors)
  }

  @Test func `what is built in is right`() {
    let (library, problems) = KindLibrary.load(checksBuiltIn: true)
    #expect(problems.map(\.message) == [])
    #expect(library.kinds.count > 20)
  }

  @Test func `explaining follows references and names what was meant`() throws {
    let (library, _) = KindLibrary.load()
    let kind = try library.explain("RecordingPolicy")
    #expect(kind.children.contains { $0.name == "storageTargetId" && $0.isRequired })
    let field = try library.explain("StorageTarget.configuration.serverSideEncryption")
    #expect(field.choices == ["AES256", "aws:kms", "aws:kms:dsse"])
    let secret = try library.explain("StorageTarget.configuration.secretAccessKey")
    #expect(secret.type == "secretRef")
    #expect(try library.explain("Trigger").example?["kind"] == "Trigger")
    #expect(try library.explain("Trigger.target").example?["type"] == "Workflow")
    let slip = #expect(throws: DiagnosticsError.self) { try library.explain("Webhook.targetUrI") }
    #expect(slip?.diagnostics.first?.hint == "did you mean \"targetUrl\"?")
  }

  @Test func `each form of a value is explained, with its limits`() throws {
    let (library, _) = KindLibrary.load()
    let url = try library.explain("Project.notify.url")
    #expect(url.type == "an http or https URL or secretRef")
    #expect(url.forms.map(\.name) == ["an http or https URL", "secretRef"])
    #expect(url.forms.first?.limits == ["the pattern ^https?://[^\\s/]+"])
    #expect(url.forms.last?.summary.contains("env:NAME") == true)
    #expect(try library.explain("StorageTarget.retentionPeriodDays").limits == ["1 to 36500"])
    #expect(try library.explain("Project.owner").limits.first == "at least 1 character")
    #expect(try library.explain("Project.notify").limits == ["at most 50 elements"])
    #expect(try library.explain("Webhook.metadata.locked").elementLimits.count == 1)
  }

  @Test func `below a map the name may be left out, and is said to be one's own`() throws {
    let (library, _) = KindLibrary.load()
    let map = try library.explain("Project.environments")
    #expect(map.members?.placeholder == "NAME" && map.members?.example == "dev")
    #expect(map.children.contains { $0.name == "genesys" && $0.isRequired })
    let inside = try library.explain("Project.environments.genesys")
    #expect(inside.path == "Project.environments.NAME.genesys" && inside.ownNames == ["NAME"])
    let named = try library.explain("Project.environments.genesys.genesys.profile")
    #expect(named.path == "Project.environments.genesys.genesys.profile")
    #expect(named.ownNames == ["genesys"] && named.choices == ["guide", "platform"])
    let slip = #expect(throws: DiagnosticsError.self) { try library.explain("Project.mail") }
    #expect(slip?.diagnostics.first?.message == "Project has no field \"mail\"")
    #expect(slip?.diagnostics.first?.hint == "did you mean \"environments.NAME.mail\"?")
  }

  @Test func `what one of several ways requires is marked, and so is what asks for more`() throws {
    let (library, _) = KindLibrary.load()
    let target = try library.explain("StorageTarget.configuration")
    func names(_ isChosen: (Explanation.Child) -> Bool) -> [String] {
      target.children.filter(isChosen).map(\.name)
    }
    #expect(names(\.isRequired) == ["bucket", "region", "serverSideEncryption"])
    #expect(names(\.isAlternative) == ["accessKeyId", "secretAccessKey", "roleArn"])
    #expect(target.alternatives == "roleArn, or accessKeyId and secretAccessKey")
    #expect(target.conditions.contains("roleArn is required with externalId"))
    let queue = try library.explain("EventPipeline.queue")
    #expect(queue.conditions.contains("kmsMasterKeyId is required where encryption is kms"))
    let output = try library.explain("DataAction.source.rest.output")
    #expect(output.alternatives == "path or value")
  }

  @Test(arguments: KindLibrary.load().0.documentNames)
  func `every kind is explained with an example, and every field of it can be`(
    name: String
  ) throws {
    let (library, _) = KindLibrary.load()
    let kind = try library.explain(name)
    #expect(kind.example != nil && !kind.summary.isEmpty && !kind.children.isEmpty)
    for (_, wire) in kind.wires where wire.service == .genesys {
      let parts = wire.parts.map(\.wire.collection)
      #expect(!wire.collection.isEmpty || !parts.contains("") && !parts.isEmpty)
    }
    for child in kind.children {
      let field = try library.explain("\(name).\(child.name)")
      #expect(field.type != "value" || field.example != nil, "\(field.path)")
    }
  }

  @Test func `a schema for overlays requires nothing`() throws {
    let (library, _) = KindLibrary.load()
    let whole = try #require(library.standaloneSchema(of: "Webhook", forOverlays: false))
    let overlay = try #require(library.standaloneSchema(of: "Webhook", forOverlays: true))
    #expect(whole.text.contains("\"required\""))
    #expect(!overlay.text.contains("\"required\""))
    #expect(!whole.text.contains("common.json"))
  }
}
