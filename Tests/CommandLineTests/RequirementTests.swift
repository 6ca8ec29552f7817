import Foundation
import Testing

/// Holds the table of `Tests/requirements.txt` against the tests there are.
@Suite struct RequirementTests {
  private static let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent()

  private struct Entry: Hashable {
    let id: String
    let target: String
    let sentence: String
  }

  private func lines() throws -> [[String]] {
    try String(contentsOf: Self.tests.appendingPathComponent("requirements.txt"), encoding: .utf8)
      .split(separator: "\n").filter { !$0.hasPrefix("#") }
      .map { $0.split(separator: " ", maxSplits: 2).map(String.init) }
  }

  /// The ids from one to another, such as `S3-01` to `S3-23`.
  private func range(_ first: String, _ last: String) throws -> [String] {
    let prefix = try #require(first.split(separator: "-").first)
    let numbers = [first, last].compactMap { Int($0.split(separator: "-").last ?? "") }
    try #require(numbers.count == 2 && last.hasPrefix(prefix))
    return (numbers[0]...numbers[1]).map { String(format: "\(prefix)-%02d", $0) }
  }

  private func sentences(of target: String) throws -> String {
    let folder = Self.tests.appendingPathComponent(target)
    return try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted()
      .filter { $0.hasSuffix(".swift") }
      .map { try String(contentsOf: folder.appendingPathComponent($0), encoding: .utf8) }.joined()
  }

  @Test func `every requirement in the scope has a test, and every test named exists`() throws {
    let lines = try lines()
    #expect(lines.allSatisfy { $0.count == 3 })
    let scope = try lines.filter { $0[0] == "scope" }.flatMap { try range($0[1], $0[2]) }
    let entries = lines.filter { $0[0] != "scope" }
      .map { Entry(id: $0[0], target: $0[1], sentence: $0[2]) }
    #expect(Set(entries).count == entries.count)
    #expect(Set(scope).subtracting(entries.map(\.id)) == [], "these have no test")
    #expect(Set(entries.map(\.id)).subtracting(scope) == [], "these are outside the scope")
    var sources: [String: String] = [:]
    for entry in entries {
      if sources[entry.target] == nil { sources[entry.target] = try sentences(of: entry.target) }
      let exists = sources[entry.target]?.contains("func `\(entry.sentence)`(") == true
      #expect(exists, "\(entry.id): \(entry.target) has no test \"\(entry.sentence)\"")
    }
  }

  @Test func `the checkout has the layout that was asked for`() throws {
    let root = Self.tests.deletingLastPathComponent()
    for name in ["Package.swift", "Sources", "Tests", "manifests", "schemas", "README.md"] {
      #expect(FileManager.default.fileExists(atPath: root.appendingPathComponent(name).path))
    }
  }
}
