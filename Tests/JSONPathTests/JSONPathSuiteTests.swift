import Foundation
import JSON
import JSONPath
import Testing
import TestSupport
import World

@Suite struct JSONPathSuiteTests {
  @Test func `the compliance suite: every selector selects what it must, or is refused`() throws {
    var count = 0
    if let file = PublicSuites.folder("jsonpath")?.appendingPathComponent("cts.json") {
      let suite = try JSON.parse(try Files.read(file.path))
      for test in suite["tests"]?.array ?? [] {
        try check(test)
        count += 1
      }
    }
    PublicSuites.report("jsonpath", cases: count)
    #expect(!PublicSuites.isRequired || count > 0)
  }

  private func check(_ test: JSON) throws {
    let selector = try #require(test["selector"]?.string)
    let comment = Comment(rawValue: "\(test["name"]?.string ?? ""): \(selector)")
    if test["invalid_selector"] == true {
      #expect(throws: JSONPathError.self, comment) { try JSONPath(selector) }
      return
    }
    let document = try #require(test["document"], comment)
    let nodes: [JSONPathNode]
    do {
      nodes = try JSONPath(selector).nodes(in: document)
    } catch {
      Issue.record("\(error)", sourceLocation: #_sourceLocation)
      return
    }
    let values = nodes.map(\.value)
    let paths = nodes.map { JSON.string($0.path) }
    if let result = test["result"]?.array {
      #expect(values == result, comment)
      #expect(paths == test["result_paths"]?.array, comment)
    } else {
      #expect(test["results"]?.array?.contains(.array(values)) == true, comment)
      #expect(test["results_paths"]?.array?.contains(.array(paths)) == true, comment)
    }
    for node in nodes {
      #expect(document[node.pointer] == node.value, comment)
      #expect(try JSONPath(node.path).values(in: document) == [node.value], comment)
    }
  }
}
