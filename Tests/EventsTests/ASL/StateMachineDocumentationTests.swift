import Diagnostics
import Events
import Foundation
import JSON
import Testing

@Suite struct StateMachineDocumentationTests {
  @Test func `the guide's definition has the three problems it deserves`() throws {
    let problems = try problems(ofExample: 0)
    #expect(
      problems.map(\.code)
        == ["asl-retry-in-step", "asl-shadowed-retrier", "asl-path-not-written"])
    #expect(problems.compactMap(\.location?.line) == [11, 18, 37])
    #expect(problems.allSatisfy { $0.severity == .warning })
    #expect(problems.last?.hint?.contains(#""ResultPath": "$.error""#) == true)
  }

  @Test func `the definition that mends them has none`() throws {
    #expect(try problems(ofExample: 1).map(\.message) == [])
  }

  @Test func `every code is explained, and no other`() throws {
    let folder = Self.root.appendingPathComponent("Sources/Events/ASL")
    let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    var codes: Set<String> = []
    for case let file as URL in try #require(files) where file.pathExtension == "swift" {
      let text = try String(contentsOf: file, encoding: .utf8)
      for match in text.matches(of: /"(asl-[a-z-]+[a-z])"/) { codes.insert(String(match.1)) }
    }
    codes.formUnion(["asl-shadowed-retrier", "asl-shadowed-catcher"])
    let explained = try Self.article.matches(of: /\n\| `(asl-[a-z-]+)` \|/).map { String($0.1) }
    #expect(Set(explained) == codes)
  }

  private func problems(ofExample index: Int) throws -> [Diagnostic] {
    let examples = try Self.article.components(separatedBy: "```json\n").dropFirst().compactMap {
      $0.components(separatedBy: "```").first
    }
    try #require(examples.count == 2)
    let file = SourceFile(name: "definition.json", text: examples[index])
    return StateMachineLint.problems(of: try JSON.parseLocated(file))
  }

  private static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  private static var article: String {
    get throws {
      try String(
        contentsOf: root.appendingPathComponent(
          "Sources/Events/Events.docc/CheckingStateMachines.md"), encoding: .utf8)
    }
  }
}
