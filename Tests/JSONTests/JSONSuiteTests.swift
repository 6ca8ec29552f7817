import Foundation
import JSON
import Testing
import TestSupport
import World

@Suite struct JSONSuiteTests {
  @Test func `JSONTestSuite: what must parse parses, what must not is refused`() throws {
    let files = try PublicSuites.folder("json").map {
      try FileManager.default.contentsOfDirectory(at: $0, includingPropertiesForKeys: nil)
    }
    let cases = (files ?? []).filter { $0.pathExtension == "json" }
    for file in cases {
      let bytes = try Files.read(file.path)
      let name = file.lastPathComponent
      let strict = try? JSON.parse(bytes)
      let lenient = try? JSON.parse(bytes, limits: .init(duplicateKeys: .lastWins))
      if name.hasPrefix("y_") {
        #expect(lenient != nil, "\(name)")
        #expect((strict != nil) == !name.contains("duplicated_key"), "\(name)")
      } else if name.hasPrefix("n_") {
        #expect(lenient == nil, "\(name)")
      }
      if let strict { #expect(try JSON.parse(strict.text) == strict, "\(name)") }
    }
    PublicSuites.report("json", cases: cases.count)
    #expect(!PublicSuites.isRequired || !cases.isEmpty)
  }

  @Test func `json-patch-tests: every patch gives what is expected, or fails`() throws {
    let folder = PublicSuites.folder("json-patch")
    var count = 0
    for name in ["tests.json", "spec_tests.json"] {
      guard let file = folder?.appendingPathComponent(name),
        FileManager.default.fileExists(atPath: file.path)
      else { continue }
      let bytes = try Files.read(file.path)
      let cases = try JSON.parse(bytes, limits: .init(duplicateKeys: .lastWins)).array ?? []
      for test in cases where test["disabled"] != true {
        try check(test)
        count += 1
      }
    }
    PublicSuites.report("json-patch", cases: count)
    #expect(!PublicSuites.isRequired || count > 0)
  }

  private func check(_ test: JSON) throws {
    let document = try #require(test["doc"])
    let patch = try #require(test["patch"])
    let comment = Comment(rawValue: test["comment"]?.string ?? patch.text)
    if test["error"] != nil {
      #expect(throws: JSONPatchError.self, comment) { try document.applying(patch: patch) }
      return
    }
    let result = try document.applying(patch: patch)
    if let expected = test["expected"] { #expect(result == expected, comment) }
    let back = JSON.patch(from: document, to: result)
    #expect(try document.applying(patch: back) == result, comment)
  }
}
