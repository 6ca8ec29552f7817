import Diagnostics
import Foundation
import JSON
import Manifests
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

  @Test func `a schema for overlays requires nothing`() throws {
    let (library, _) = KindLibrary.load()
    let whole = try #require(library.standaloneSchema(of: "Webhook", forOverlays: false))
    let overlay = try #require(library.standaloneSchema(of: "Webhook", forOverlays: true))
    #expect(whole.text.contains("\"required\""))
    #expect(!overlay.text.contains("\"required\""))
    #expect(!whole.text.contains("common.json"))
  }
}
