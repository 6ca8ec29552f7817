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

  @Test func `the mended definition retries as the guide wants and hands the event to the logger`()
    throws
  {
    let machine = try JSON.parse(try Self.example(1))
    #expect(machine["StartAt"] == "ProcessInteractionEvent")
    let task = try #require(machine["States"]?["ProcessInteractionEvent"])
    #expect(task["Parameters"] == ["Event.$": "$"])
    let retriers = task["Retry"]?.array ?? []
    func retrier(_ error: JSON) -> JSON? {
      retriers.first { $0["ErrorEquals"]?.array?.contains(error) == true }
    }
    let failed = retrier("States.TaskFailed")
    #expect(failed?["MaxAttempts"] == 3 && failed?["BackoffRate"] == 2)
    #expect(failed?["IntervalSeconds"] == 1)
    let throttled = retrier("Lambda.TooManyRequestsException")
    #expect(throttled?["MaxAttempts"] == 5 && throttled?["BackoffRate"] == 2)
    #expect(throttled?["IntervalSeconds"] == 10)
    let catcher = task["Catch"]?.array?.first
    #expect(catcher?["ErrorEquals"] == ["States.ALL"] && catcher?["Next"] == "HandleError")
    let handler = machine["States"]?["HandleError"]?["Parameters"]
    #expect(handler?["Error.$"] == "$.error.Error" && handler?["Cause.$"] == "$.error.Cause")
    #expect(handler?["Event.$"] == "$" && catcher?["ResultPath"] == "$.error")
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
    let file = SourceFile(name: "definition.json", text: try Self.example(index))
    return StateMachineLint.problems(of: try JSON.parseLocated(file))
  }

  /// Returns one of the definitions in the article.
  private static func example(_ index: Int) throws -> String {
    let examples = try article.components(separatedBy: "```json\n").dropFirst().compactMap {
      $0.components(separatedBy: "```").first
    }
    try #require(examples.count == 2)
    return examples[index]
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
