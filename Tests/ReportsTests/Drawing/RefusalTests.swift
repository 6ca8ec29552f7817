import Foundation
import Reports
import Testing
import World

extension DrawingSuites {
  @Suite struct RefusalTests {
    private func error(_ document: ReportDocument, _ rows: some ReportRows) -> ReportError? {
      do throws(ReportError) {
        _ = try ReportRenderer(document).pdf(rows) { _ in }
        return nil
      } catch {
        return error
      }
    }

    /// A document in a font that has Latin letters alone, as far as the machine's fonts allow.
    private func latin(_ mode: MissingGlyphs) -> ReportDocument {
      var document = document(.text, .text)
      document.missingGlyphs = mode
      return document
    }

    @Test
    func `a character that no font has fails, and the error names it, its place and a package`() {
      let private1 = "\u{F8F0}"
      let error = error(latin(.fail), MemoryRows([["fine", "x"], ["not \(private1)", "x"]]))
      #expect(error?.code == "glyph-missing")
      #expect(
        error?.message.contains("U+F8F0 (column A, row 2)") == true, "\(String(describing: error))")
      #expect(error?.hint?.contains("fonts-noto-core") == true)
    }

    @Test func `nothing is written before it is known that every character can be drawn`() {
      var count = 0
      let rows = MemoryRows((0..<500).map { ["\($0)", ""] } + [["\u{F8F0}", ""]])
      #expect(throws: ReportError.self) {
        try ReportRenderer(latin(.fail)).pdf(rows) { count += $0.count }
      }
      #expect(count == 0)
    }

    @Test(.enabled(if: Judges.areThere))
    func `or it is spelled out, and a note names it`() async throws {
      let drawn = try Drawn(latin(.spell), MemoryRows([["not \u{F8F0} there", "日本 \u{F8F1}"]]))
      let text = try await drawn.text()
      #expect(text.contains("not [U+F8F0] there") && text.contains("日本 [U+F8F1]"))
      #expect(drawn.outcome.notes.map(\.code) == ["glyph-spelled"])
    }

    @Test func `a font that only the system would choose is noted`() throws {
      var document = document(.text)
      document.theme.fonts = ["DejaVu Sans"]
      let drawn = try Drawn(document, MemoryRows([["日本"]]))
      #expect(drawn.outcome.notes.map(\.code) == ["font-foreign"])
      #expect(drawn.outcome.notes[0].message.contains("U+65E5, U+672C is drawn with Noto Sans CJK"))
    }

    @Test func `where a library is missing the error names its package`() {
      let error = #expect(throws: ReportError.self) {
        try ReportRenderer.checkLibraries(in: "/nonexistent")
      }
      #expect(error?.message == "libcairo.so.2 could not be opened, so no PDF can be drawn")
      #expect(error?.hint?.contains("libcairo2") == true)
    }

    @Test func `a font file that is none is refused`() {
      var document = document(.text)
      document.theme.fontFiles = ["/dev/null"]
      #expect(error(document, MemoryRows([["x"]]))?.code == "font-unreadable")
    }

    @Test func `a theme without an installed font is refused`() {
      var document = document(.text)
      document.theme.fonts = ["No Such Font"]
      let error = error(document, MemoryRows([["x"]]))
      #expect(error?.code == "font-missing")
      #expect(error?.hint?.contains("fonts-noto-core") == true)
    }

    private static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    private static let header: [UInt8] = [0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]
    private static let small: [UInt8] = [0, 0, 0, 9, 0, 0, 0, 9, 8, 6, 0, 0, 0, 1, 2, 3, 4]
    private static let huge: [UInt8] = [0, 0, 0xFF, 9, 0, 0, 0, 9, 8, 6, 0, 0, 0, 1, 2, 3, 4]
    private static let logos: [([UInt8], String)] = [
      ([], "logo-unreadable"), (Array("GIF89a".utf8), "logo-unreadable"),
      (signature, "logo-unreadable"), (signature + header + small, "logo-unreadable"),
      (signature + header + huge, "logo-too-large"),
      ([UInt8](repeating: 0, count: 5 << 20), "logo-too-large"),
    ]

    @Test(arguments: logos)
    func `a logo that is no picture is refused`(bytes: [UInt8], code: String) {
      var document = document(.text)
      document.theme.logo = bytes
      #expect(error(document, MemoryRows([["x"]]))?.code == code)
    }

    @Test func `rows that change between counting and drawing are refused`() {
      let error = error(document(.text), ChangingRows())
      #expect(error?.code == "rows-changed")
    }

    @Test func `a row with more cells than there are columns is refused`() {
      let error = error(document(.text), MemoryRows([["a"], ["a", "b"]]))
      #expect(error?.message == "row 2 has 2 cells where there are 1 columns")
    }

    @Test func `what the sink says ends the drawing`() {
      let full = ReportError("disk-full", "no space left")
      #expect(throws: full) {
        try ReportRenderer(document(.text)).pdf(MemoryRows([["x"]])) { _ throws(ReportError) in
          throw full
        }
      }
    }

    @Test(arguments: [1, -1])
    func `a place of no column is refused`(place: Int) {
      var document = document(.text)
      document.highlights = [Highlight(column: place, .isEmpty, tone: .bad)]
      #expect(error(document, MemoryRows([]))?.code == "column-unknown")
    }

    @Test func `a link that does not lead to the web is refused`() {
      var document = document(.text)
      document.links = [ReportLink("x", url: "file:///etc/passwd")]
      #expect(error(document, MemoryRows([]))?.code == "link-invalid")
    }

    @Test func `a page is drawn as a picture of its size, and one that is not there is refused`()
      throws
    {
      let renderer = try ReportRenderer(document(.text))
      let rows = MemoryRows((0..<100).map { ["\($0)"] })
      let first = try renderer.png(rows, page: 1, scale: 1)
      #expect(first.starts(with: [0x89, 0x50, 0x4E, 0x47]))
      #expect(Array(first[16..<24]) == [0, 0, 2, 83, 0, 0, 3, 73])
      #expect(try first != renderer.png(rows, page: 2, scale: 1))
      #expect(throws: ReportError.self) { try renderer.png(rows, page: 9) }
    }
  }
}

/// Rows that are one more each time they are read.
private struct ChangingRows: ReportRows {
  private final class Counter { var value = 0 }
  private let counter = Counter()

  func read() throws(ReportError) -> MemoryRows.Reader {
    counter.value += 1
    return MemoryRows([[String]](repeating: ["x"], count: counter.value)).read()
  }
}
