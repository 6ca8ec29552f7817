import Diagnostics
import Foundation
import JSON
import Manifests
import Reconciler
import Sandbox
import World
import YAML

/// The kinds of the guide profile that are built in, each with its example from `manifests/`, found
/// without any list.
enum EveryKind {
  static let library = KindLibrary.load().0
  static let names = library.kinds.values
    .filter { $0.wires[.guide]?.service == .genesys }.map(\.name).sorted()

  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// The documents of the example project, the project file aside.
  static let examples: [JSON] = {
    let folder = root.appendingPathComponent("manifests")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.sorted().filter { $0.hasSuffix(".yaml") && $0 != "gcsync.yaml" }
      .flatMap { name in
        let bytes = (try? Data(contentsOf: folder.appendingPathComponent(name))) ?? Data()
        return YAML.documents(in: .init(name: name, bytes: Array(bytes))).documents.map(\.value)
      }
  }()

  static func example(of kind: String) -> JSON? {
    examples.first { $0["kind"]?.string == kind }
  }

  /// What stands for every secret the examples name.
  static let canaries = canaries(in: examples)

  static func canaries(in examples: [JSON]) -> [String: String] {
    var found: [String: String] = [:]
    func collect(_ value: JSON) {
      if let source = value["secretRef"]?.string, source.hasPrefix("env:") {
        found[String(source.dropFirst(4))] = "cänary/\(found.count)+\"x\""
      }
      for member in value.object ?? [:] { collect(member.value) }
      for element in value.array ?? [] { collect(element) }
    }
    for example in examples { collect(example) }
    return found
  }

  /// Makes a project of all examples, each changed as asked, with a bucket that can take recordings.
  static func project(_ change: (JSON) -> JSON = { $0 }) async throws -> TestProject {
    let project = try await TestProject("# the examples stand beside this file\n")
    try project.configure(variables: "retention: 365, bucket: recordings")
    for (number, example) in examples.enumerated() {
      try project.write(change(example).text, to: "manifests/example-\(number).json")
    }
    return project
  }

  /// Returns each leaf of an object in the org that a person could change, with another value for it.
  static func changes(of body: JSON, in spec: Field) -> [(JSONPointer, JSON)] {
    var found: [(JSONPointer, JSON)] = []
    func visit(_ value: JSON, _ field: Field?, _ path: JSONPointer) {
      guard let field, !field.role.isComputed, !field.role.isWriteOnly else { return }
      switch value {
      case .object(let object):
        for member in object {
          visit(member.value, field.member(member.key), path.appending(member.key))
        }
      case .array(let elements):
        if elements.allSatisfy({ $0.string != nil }) { found.append((path, ["another"])) }
      case .string(let text): found.append((path, .string(text + "x")))
      case .bool(let value): found.append((path, .bool(!value)))
      case .number(let number): found.append((path, .number(JSONNumber((number.int ?? 0) + 1))))
      case .null: break
      }
    }
    visit(body, spec, .root)
    return found
  }
}
