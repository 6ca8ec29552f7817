import Crypto
import Diagnostics
import JSON
import Reconciler
import Rendering
import TestSupport
import Testing

/// The page of a plan as a file: what is in it, and what a browser lets it do.
@Suite struct PageTests {
  private let page = Samples.pageReport().page

  /// Returns what stands between two texts, each the first of its kind.
  private func part(_ page: String, _ start: String, _ end: String) throws -> String {
    let from = try #require(page.firstRange(of: start)).upperBound
    let to = try #require(page[from...].firstRange(of: end)).lowerBound
    return String(page[from..<to])
  }

  private func style() throws -> String { try part(page, "<style>", "</style>") }
  private func script() throws -> String {
    try part(page, "<script type=\"module\">", "</script>")
  }
  private func data(_ page: String) throws -> JSON {
    let text = try part(page, "<script type=\"application/json\" id=\"data\">", "</script>")
    return try JSON.parse(Array(text.utf8))
  }

  /// The page without what is the same in every page.
  private func own(_ report: PlanReport) throws -> String {
    report.page.replacing(try style(), with: "…").replacing(try script(), with: "…")
      .replacing(/'sha256-[^']+'/, with: "'sha256-…'")
  }

  @Test func `a plan and drift as a page`() throws {
    let some = [Samples.created, Samples.updated, Samples.deleted]
    let plan = Samples.report(
      some, unsafe: [.init(rule: "deletePercent", message: "deletes 4 of 11 objects")],
      findings: [.warning("kept", "Widget/kept is not deleted", hint: "declare it again")],
      unchanged: 12, requests: .init(read: 3, apply: 9))
    try Golden.check(try own(plan), "plan.html")
    let drift = Samples.report([Samples.updated], unchanged: 2) { _, change in
      change?.path.description == "/spec/days" ? .git : .org
    }
    try Golden.check(try own(drift), "drift.html")
    try Golden.check(try own(Samples.report([], unchanged: 3)), "plan-nothing.html")
  }

  @Test func `the policy allows the page's own style and script, and nothing else`() throws {
    func hash(_ text: String) -> String {
      "'sha256-\(Base64.standard.encode(SHA256.hash(text.utf8).bytes))'"
    }
    let policy = try part(page, "http-equiv=\"Content-Security-Policy\" content=\"", "\">")
    #expect(
      policy.split(separator: "; ").map(String.init) == [
        "default-src 'none'", "style-src \(hash(try style()))", "script-src \(hash(try script()))",
        "base-uri 'none'", "form-action 'none'", "require-trusted-types-for 'script'",
        "trusted-types 'none'",
      ])
    let meta = try #require(page.firstRange(of: "Content-Security-Policy")).lowerBound
    #expect(meta < (try #require(page.firstRange(of: "<style>")).lowerBound))
  }

  @Test(arguments: [
    "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function",
    "DOMParser", "fetch(", "XMLHttpRequest", "import(", "import ", "url(", "@import", "https://",
    "</",
  ])
  func `neither style nor script reads markup or asks anybody`(word: String) throws {
    #expect(!(try style()).contains(word))
    #expect(!(try script()).contains(word))
  }

  @Test func `the data is the document, in a form that is never markup`() throws {
    let report = Samples.pageReport()
    let data = try data(report.page)
    #expect(data["report"] == report.json)
    let text = try part(page, "id=\"data\">", "</script>")
    #expect(!text.contains { "<>&\u{2028}\u{2029}".contains($0) })
    #expect(text.contains("\\u003C/script\\u003E") && text.contains("\\u2028"))
  }

  @Test func `what others wrote is text in the page, too`() throws {
    let data = try part(page, "id=\"data\">", "</script>")
    let written = page.replacing(try style(), with: "").replacing(try script(), with: "")
      .replacing(data, with: "")
    #expect(written.ranges(of: "<script").count == 2)
    #expect(written.ranges(of: "<b>").count == 6, "the counts, and none of a value")
    #expect(!written.contains("<img") && !written.contains("<i>"))
    let unseen = written.unicodeScalars.filter {
      $0.properties.isDefaultIgnorableCodePoint
        || ($0.properties.generalCategory == .control && $0 != "\n")
    }
    #expect(unseen.isEmpty)
    #expect(written.contains("user\\u{202E}gpj.exe"))
  }

  @Test func `a page knows more of fields than the document says`() throws {
    let data = try data(page)
    let changes = try #require(data["report"]?["changes"]?.array)
    func number(_ address: String) throws -> Int {
      try #require(changes.firstIndex { $0["address"]?.string == address })
    }
    let fields = data["page"]?["fields"]
    #expect(fields?["\(try number("Widget/moved")).0"]?["fixed"] == true)
    #expect(fields?["\(try number("Widget/recordings")).3"]?["set"] == true)
    #expect(fields?["\(try number("Widget/long")).1"]?["after"] == #"{"ratio":1.10}"#)
    let removed = data["page"]?["removed"]?["\(try number("Widget/old"))"]?.array
    #expect(removed?.first?["before"] == "old")
    #expect(removed?.contains { $0["before"] == ["unknown": true] } == true)
  }

  @Test func `the graph has what the changes refer to, changing or not`() throws {
    let data = try data(page)
    let addresses = data["report"]?["changes"]?.array?.compactMap { $0["address"]?.string } ?? []
    let others = data["page"]?["graph"]?["others"]?.array?.compactMap(\.string) ?? []
    let names = addresses + others
    let edges = data["page"]?["graph"]?["edges"]?.array?.map { edge in
      (edge.array ?? []).compactMap { $0.number?.int }.map { names[$0] }
    }
    #expect(
      edges == [["Gadget/pointer", "Widget/recordings"], ["Widget/archive", "Widget/lake"]])
    #expect(others == ["Widget/lake"])
  }

  @Test func `a page grows with its changes and no faster`() {
    let sizes = [300, 600, 1200].map { Samples.largeReport($0).page.utf8.count }
    #expect(sizes[2] - sizes[1] < 22 * (sizes[1] - sizes[0]) / 10)
  }

  @Test func `of very many findings the first are in the page and the others in its data`() throws {
    let report = Samples.report(
      [], findings: (0..<250).map { .warning("w", "number \($0)") } + [.error("e", "first")])
    let page = report.page
    #expect(page.contains("and 151 more"))
    #expect(try data(page)["page"]?["findings"]?.array?.count == 151)
    let error = try #require(page.firstRange(of: "first")).lowerBound
    #expect(error < (try #require(page.firstRange(of: "number 0 ")).lowerBound))
  }
}
