import Foundation
import Reports
import Testing
import World

extension DrawingSuites {
  @Suite(.enabled(if: Judges.areThere)) struct PDFTests {
    private static let scripts = [
      "Zoë Łukasz Đorđević Żółkiewski İlker", "€ 12 £ 3 ¥ 40 ₹ 500", "Nguyễn Thị Ánh",
      "Андрей Ковалёв",
      "Ελληνικά κείμενο", "日本語サポート 東京", "中文报告", "한국어 보고서", "مرحبا بالعالم", "دعم العملاء",
      "שלום עולם",
      "नमस्ते दुनिया क्षत्रिय", "ภาษาไทย", "می\u{200C}خواهم",
    ]

    @Test func `every font is embedded, cut down and can be read back, and the file has no fault`()
      async throws
    {
      let drawn = try Drawn(
        document(.text, .number()), MemoryRows(Self.scripts.map { [$0, "1.5"] }))
      let fonts = try await drawn.asked("pdffonts").split(separator: "\n").dropFirst(2)
      #expect(fonts.count >= 6)
      for font in fonts { #expect(font.contains(" yes yes yes "), "\(font)") }
      #expect(
        try await drawn.asked("qpdf", "--check").contains("No syntax or stream encoding errors"))
      #expect(drawn.outcome.notes == [])
    }

    @Test(arguments: scripts)
    func `text of any script reads back in its logical order`(text: String) async throws {
      let drawn = try Drawn(document(.text, .text), MemoryRows([[text, "next"]]))
      let lines = try await drawn.text().split(separator: "\n").map {
        $0.trimmingCharacters(in: .whitespaces)
      }
      #expect(
        lines.contains { $0.hasPrefix(text) && $0.hasSuffix("next") },
        "\(lines) \(lines.map { $0.unicodeScalars.map { String($0.value, radix: 16) } })")
    }

    @Test(arguments: [
      "<script>alert(1)</script>", "a & b &amp; c", "<b>bold</b> <span size='9'>",
      "{page} of {pages}",
      "\\u0041 %s $1", "(paren) [bracket] /Name",
    ])
    func `markup in a cell is text`(text: String) async throws {
      let drawn = try Drawn(document(.text), MemoryRows([[text]]))
      #expect(try await drawn.text().contains(text))
    }

    @Test func `control characters and bytes that are no UTF-8 are seen`() async throws {
      let broken = String(decoding: [0x61, 0xFF, 0xC3, 0x28, 0x62] as [UInt8], as: UTF8.self)
      let drawn = try Drawn(document(.text), MemoryRows([["esc \u{1B}[0m"], [broken]]))
      let text = try await drawn.text()
      #expect(text.contains("esc \\u{1B}[0m"))
      #expect(text.contains("a\u{FFFD}\u{FFFD}(b"))
    }

    @Test func `labels stand on every page, and every page knows how many there are`() async throws
    {
      var document = document(.text, .number(decimals: 0))
      document.columns[0].label = "Agent name"
      let drawn = try Drawn(document, MemoryRows((0..<300).map { ["agent \($0)", "\($0)"] }))
      let pages = drawn.outcome.pages
      #expect(pages > 4 && drawn.outcome.rows == 300)
      #expect(try await drawn.asked("pdfinfo").contains("Pages:           \(pages)\n"))
      for page in 1...pages {
        let text = try await drawn.text(page: page)
        #expect(text.contains("Agent name"))
        #expect(text.contains("Page \(page) of \(pages)"))
      }
      let all = try await drawn.text()
      for index in 0..<300 { #expect(all.contains("agent \(index) ")) }
    }

    @Test func `no rows make a page that says so`() async throws {
      var document = document(.text, .number())
      document.columns[1].total = .sum
      document.group = 0
      let drawn = try Drawn(document, MemoryRows([]))
      let text = try await drawn.text()
      #expect(drawn.outcome.pages == 1)
      #expect(text.contains("There are no rows in this period."))
      #expect(!text.contains("Total"))
    }

    @Test func `a cell of 100 KB flows over pages as far as it is drawn, and says what is missing`()
      async throws
    {
      let words = (0..<20_000).map { "w\($0)" }.joined(separator: " ")
      var document = document(.text, .text)
      document.limits.cellCharacters = 20_000
      let drawn = try Drawn(
        document, MemoryRows([["before", "x"], [words, "y"], ["after", "z"]]))
      let text = try await drawn.text()
      #expect(drawn.outcome.pages > 1)
      #expect(text.contains("more characters]") && text.contains("after"))
      for word in 0..<3500 { #expect(text.contains("w\(word)")) }
      #expect(drawn.outcome.notes.map(\.code) == ["cell-cut"])
    }

    @Test func `a cell without spaces is broken anywhere, and none of it is lost`() async throws {
      let long = (0..<120).map { String($0 % 10) }.joined() + String(repeating: "日本", count: 200)
      let drawn = try Drawn(document(.text, .text), MemoryRows([[long, long]]))
      let text = try await drawn.text("-raw")
      #expect(text.count { $0 == "日" } == 400 && text.count { $0 == "9" } >= 24)
    }

    @Test func `title, author and times are in the metadata, and the title is a heading`()
      async throws
    {
      let drawn = try Drawn(document(.text, title: "Zürich & “Queue”"), MemoryRows([["x"]]))
      let info = try await drawn.asked("pdfinfo")
      #expect(info.contains("Title:           Zürich & “Queue”"))
      #expect(info.contains("Creator:         gcsync"))
      #expect(info.contains("Nov 30 00:53:20 2026"))
      let structure = try await drawn.asked("qpdf", "--qdf", last: ["-"])
      #expect(structure.contains("/S /H1"))
    }

    @Test func `what ends a string of PDF does not end one in titles, bookmarks and links`()
      async throws
    {
      var document = document(.text, .text, title: "A ) B \\ C (")
      document.group = 0
      document.columns[1].isLink = true
      let drawn = try Drawn(document, MemoryRows([["group ) (\\", "https://example.com/)(\\"]]))
      #expect(try await drawn.asked("pdfinfo").contains("Title:           A ) B \\ C ("))
      let check = try await drawn.asked("qpdf", "--check")
      #expect(check.contains("No syntax or stream encoding errors"), "\(check)")
      #expect(try await drawn.text().contains("group ) (\\"))
    }

    @Test func `the same rows make the same bytes`() throws {
      let rows = MemoryRows(Self.scripts.map { [$0] })
      #expect(try Drawn(document(.text), rows).bytes == Drawn(document(.text), rows).bytes)
    }

    @Test func `links lead to where they say, and nothing else is a link`() async throws {
      var document = document(.text, .text)
      document.columns[0].isLink = true
      document.links = [ReportLink("Open", url: "https://example.com/it's?a=(b)&c=\\d")]
      let rows = [
        ["https://example.org/1", "https://example.org/not"], ["javascript:alert(1)", "x"],
        ["https://example.org/a b", "x"],
      ]
      let structure = try await Drawn(document, MemoryRows(rows)).asked(
        "qpdf", "--qdf", last: ["-"])
      let links = structure.split(separator: "\n").filter { $0.contains("/URI (") }
      #expect(links.count == 2)
      #expect(structure.contains("/URI (https://example.com/it%27s?a=%28b%29&c=%5Cd)"))
      #expect(structure.contains("https://example.org/1)"))
      #expect(links.allSatisfy { $0.contains("https://example.") && !$0.contains("not") })
    }
  }
}
