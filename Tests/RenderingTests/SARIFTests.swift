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
    #expect(driver["rules"]?.array?.map { $0["id"] } == ["bucket-not-found", "unused-variable"])
    let rule = driver["rules"]?.array?.first
    #expect(rule?["shortDescription"] == ["text": "bucket not found"])
    #expect(rule?["help"] == ["text": "create it"])
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
    let prints = results(document).map { $0["partialFingerprints"]?["primaryLocationLineHash"] }
    #expect(Set(prints).count == 3, "the same problem a second time is another result")
    #expect(
      results(document)[1]["locations"]?.array?.first?["physicalLocation"]?["artifactLocation"]
        == ["uri": "gcsync.yaml", "uriBaseId": "%SRCROOT%"], "code hosts want a place for each")
  }

  @Test func `a fingerprint stays when a file gets further lines, and a path is the repository's`()
  {
    func result(line: Int) -> JSON? {
      let place = SourceLocation(file: file, line: line, column: 1)
      return results(
        SARIFRendering.document([.error("a", "b", at: place)], version: "1") { "infra/\($0)" }
      ).first
    }
    #expect(result(line: 3)?["partialFingerprints"] == result(line: 9)?["partialFingerprints"])
    let place = result(line: 3)?["locations"]?.array?.first?["physicalLocation"]
    #expect(place?["artifactLocation"]?["uri"] == "infra/manifests/a%20b.yaml")
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
