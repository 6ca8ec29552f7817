import JSON
import Rendering
import Testing

/// What a parser that nobody here wrote makes of our Markdown.
@Suite(.enabled(if: Peer.isThere, "needs .venv, which scripts/bootstrap makes"))
struct MarkdownPeerTests {
  private static let hostile = [
    "@acme/ops", "#123", "!1", "GH-7", ":tada:", "https://evil.example/a", "www.evil.example",
    "me@evil.example", "<img src=x onerror=alert(1)>", "<script>", "</details></summary></code>x",
    "<!-- ", "a`b", "````", "```\n<b>", "``` </details>", "\n\n# x\n", "[x](javascript:1)",
    "![x](https://evil.example/p.png)", "[x]: https://evil.example", "<https://evil.example>",
    "|\n|---|\n|x|", "&lt;img&gt;", "\\", "\\`@a`", "~~~\n", "    @a", "::add-mask::x",
    "\u{1B}[31m",
    "x\u{2028}@a", "`@a", "@a`", "``@a`", "a|@b|`c`", "<b>@a</b>", "\"><a href=x>", "&#64;a",
  ]

  @Test func `no text from outside becomes a tag, a link, a picture, a mention or a reference`()
    async throws
  {
    let plain = VisibleTextTests.everything("name", .markdown, .plain)
    let texts = Self.hostile + Self.hostile.map { "x \($0) y" }
    let documents = texts.map { VisibleTextTests.everything($0, .markdown, .plain) }
    let nodes = try await Self.nodes(plain + documents.joined())
    let (own, others) = (nodes.prefix(plain.count), nodes.dropFirst(plain.count))
    #expect(own.contains { $0["html"]?.array?.isEmpty == false }, "the parser sees our own tags")
    for (index, node) in others.enumerated() {
      let text = texts[index / plain.count]
      #expect(node["links"] == [], "\(text)")
      #expect(node["references"] == [], "\(text)")
      let tags = Set((node["html"]?.texts ?? []))
      #expect(tags.isSubset(of: Self.tags), "\(text): \(tags.subtracting(Self.tags))")
      #expect(
        Self.folds(node) == Self.folds(own[own.startIndex + index % plain.count]), "\(text)")
    }
  }

  private static func nodes(_ documents: [String]) async throws -> [JSON] {
    try await Peer.answers("markdown_nodes.py", to: documents.map(JSON.string))
  }

  private static let tags: Set = [
    "<details>", "</details>", "<summary>", "</summary>", "<code>", "</code>", "<b>", "</b>",
  ]

  /// How many parts of a document fold.
  private static func folds(_ node: JSON) -> [Int] {
    let tags = node["html"]?.texts ?? []
    return ["<details>", "</details>", "<summary>", "</summary>"].map { tag in
      tags.count { $0 == tag }
    }
  }

  @Test func `the parser finds what a text that is not made safe would be`() async throws {
    let nodes = try await Self.nodes(["@acme <img src=x> https://evil.example #1 [a](b)"])
    #expect(nodes[0]["html"] == ["<img src=x>"])
    #expect(nodes[0]["links"]?.array?.count == 2)
    #expect(nodes[0]["references"] == ["@acme", "#1"])
  }
}
