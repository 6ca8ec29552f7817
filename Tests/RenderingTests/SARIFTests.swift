import Diagnostics
import JSON
import Rendering
import Testing

/// Problems as SARIF, held to what its schema says of the parts that are used.
@Suite struct SARIFTests {
  private let file = SourceFile(name: "manifests/a b.yaml", text: "kind: X\n")

  private func results(_ document: JSON) -> [JSON] {
    document["runs"]?.array?.first?["results"]?.array ?? []
  }

  @Test func `a problem has its rule, its level and both of its places`() throws {
    let problem = Diagnostic.error(
      "bucket-not-found", "Bucket x does not exist.",
      at: SourceLocation(file: file, line: 3, column: 7), address: "StorageTarget/a",
      notes: [
        .init("request: HEAD /x"),
        .init("it is named here", at: SourceLocation(file: file, line: 1, column: 1)),
      ], hint: "create it")
    let warning = Diagnostic.warning("unused-variable", "nothing uses it")
    let document = SARIFRendering.document([problem, warning, problem], version: "1.2.3")
    #expect(document["version"] == "2.1.0")
    #expect(document["$schema"]?.string?.hasSuffix("/sarif-schema-2.1.0.json") == true)
    let driver = try #require(document["runs"]?.array?.first?["tool"]?["driver"])
    #expect(driver["name"] == "gcsync" && driver["version"] == "1.2.3")
    #expect(driver["rules"] == [["id": "bucket-not-found"], ["id": "unused-variable"]])
    #expect(results(document).map { $0["ruleIndex"] } == [0, 1, 0])
    #expect(results(document).map { $0["level"] } == ["error", "warning", "error"])
    let first = try #require(results(document).first)
    #expect(
      first["message"]?["text"] == "Bucket x does not exist.\nrequest: HEAD /x\nhint: create it")
    let place = try #require(first["locations"]?.array?.first)
    #expect(
      place["physicalLocation"] == [
        "artifactLocation": ["uri": "manifests/a%20b.yaml", "uriBaseId": "%SRCROOT%"],
        "region": ["startLine": 3, "startColumn": 7],
      ])
    #expect(
      place["logicalLocations"] == [
        ["fullyQualifiedName": "StorageTarget/a", "kind": "resource"]
      ])
    #expect(first["relatedLocations"]?.array?.count == 1)
    #expect(results(document)[1]["locations"] == nil)
  }

  @Test func `without problems there is a run without results`() {
    let document = SARIFRendering.document([], version: "1")
    #expect(results(document).isEmpty)
    #expect(document["runs"]?.array?.first?["results"] == [])
  }

  @Test
  func `a path outside the folder is a whole URI, and nothing a terminal acts on comes through`() {
    let file = SourceFile(name: "/tmp/ü.yaml", text: "")
    let problem = Diagnostic.error(
      "x", "bad \u{1B}[31m", at: SourceLocation(file: file, line: 0, column: 0))
    let document = SARIFRendering.document([problem], version: "1")
    let place = results(document).first?["locations"]?.array?.first?["physicalLocation"]
    #expect(place?["artifactLocation"] == ["uri": "file:///tmp/%C3%BC.yaml"])
    #expect(place?["region"] == ["startLine": 1, "startColumn": 1])
    #expect(!document.text.contains("\\u001b"))
  }
}
