import Foundation
import JSON
import JSONSchema
import TestSupport
import Testing

@Suite struct PublicSuiteTests {
  @Test(arguments: [
    ("draft2020-12", "https://json-schema.org/draft/2020-12/schema"),
    ("draft7", "http://json-schema.org/draft-07/schema#"),
  ])
  func `every case of the public suite has the verdict it states`(
    draft: String, metaschema: String
  ) throws {
    guard let folder = PublicSuites.folder("json-schema") else {
      #expect(!PublicSuites.isRequired)
      return
    }
    let registry = try Self.registry(remotes: folder.appendingPathComponent("remotes"))
    var cases = 0
    for file in try Self.files(in: folder.appendingPathComponent(draft)) {
      for group in try Self.read(file).array ?? [] {
        cases += try run(group, metaschema, registry, file.lastPathComponent)
      }
    }
    PublicSuites.report("json-schema \(draft)", cases: cases)
    #expect(cases > 0 || !PublicSuites.isRequired)
  }

  private func run(
    _ group: JSON, _ metaschema: String, _ registry: SchemaRegistry, _ file: String
  ) throws -> Int {
    let title = "\(file): \(group["description"]?.string ?? "")"
    let tests = group["tests"]?.array ?? []
    let schema: Schema
    do {
      schema = try Schema(
        compiling: Self.declaring(metaschema, group["schema"] ?? true), registry: registry)
    } catch {
      Issue.record("\(title): \(error)")
      return tests.count
    }
    for test in tests {
      guard let value = test["data"], let expected = test["valid"]?.bool else { continue }
      let name: Comment = "\(title): \(test["description"]?.string ?? "")"
      #expect(schema.isValid(value) == expected, name)
      #expect(schema.validate(value).isEmpty == expected, name)
    }
    return tests.count
  }

  /// The schema with its dialect written in, as the folder of the suite implies it.
  private static func declaring(_ metaschema: String, _ schema: JSON) -> JSON {
    guard case .object(var object) = schema, !object.contains("$schema") else { return schema }
    object["$schema"] = .string(metaschema)
    return .object(object)
  }

  private static func registry(remotes folder: URL) throws -> SchemaRegistry {
    let registry = SchemaRegistry()
    for file in try files(in: folder) {
      let name = file.path.dropFirst(folder.path.count + 1)
      registry.add(try read(file), at: "http://localhost:1234/\(name)")
    }
    return registry
  }

  private static func files(in folder: URL) throws -> [URL] {
    let found = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    return (found?.compactMap { $0 as? URL } ?? [])
      .filter { $0.pathExtension == "json" }.sorted { $0.path < $1.path }
  }

  private static func read(_ file: URL) throws -> JSON {
    try JSON.parse(Array(try Data(contentsOf: file)))
  }
}
