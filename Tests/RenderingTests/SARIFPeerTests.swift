import Diagnostics
import JSON
import Rendering
import Testing

/// What the schema of the standard says of our SARIF.
@Suite(.enabled(if: Peer.isThere, "needs .venv, which scripts/bootstrap makes"))
struct SARIFPeerTests {
  private static let texts = [
    "plain", "", "a b/c#d?e%f.yaml", "/tmp/absolute.yaml", "../up.yaml", "ü/日本.yaml", "\u{1B}[31m",
    "\u{0}", "::error::x", "{0} {1}", "\"quoted\"\n\n# x", "c:\\x\\y.yaml", "http://x.example/a b",
  ]

  private static func problems(_ text: String) -> [Diagnostic] {
    let file = SourceFile(name: text, bytes: Array("a: 1\nb: 2\n".utf8))
    let place = SourceLocation(file: file, line: 2, column: 3)
    var noted = Diagnostic.error(text, text, at: place, address: text, hint: text)
    noted.notes = [.init(text, at: place), .init(text, at: nil)]
    return [noted, .warning(text, text), Diagnostic(.note, text, text, at: place)]
  }

  @Test func `nothing in it is against the schema, whatever problems hold`() async throws {
    var documents = Self.texts.map { SARIFRendering.document(Self.problems($0), version: "0.1.0") }
    documents.append(SARIFRendering.document([], version: "0.1.0"))
    let many = (0..<6000).map { Diagnostic.warning("many", "\($0)") }
    documents.append(SARIFRendering.document(many, version: "0.1.0"))
    let answers = try await Peer.answers("sarif_violations.py", to: documents)
    #expect(answers.count == documents.count)
    for (answer, document) in zip(answers, documents) {
      #expect(answer == [], "\(answer.text) in \(document.text.prefix(400))")
    }
  }

  @Test func `the schema says what is against it`() async throws {
    let answers = try await Peer.answers(
      "sarif_violations.py", to: [["version": "2.1.0", "runs": [["tool": [:]]]]])
    #expect(answers.first?.array?.isEmpty == false)
  }
}
