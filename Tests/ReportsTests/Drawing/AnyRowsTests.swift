import Foundation
import Reports
import Testing
import World

/// Draws reports of rows as nobody would write them.
extension DrawingSuites {
  @Suite(.enabled(if: Judges.areThere)) struct AnyRowsTests {
    private static let pieces = [
      "", " ", "12", "-3.25", "1e5", "n/a", "Zoë", "日本語", "مرحبا 12", "שלום", "हिन्दी", "\u{0}",
      "\u{1B}[1m", "\n",
      "\r\n", "\t", "\u{202E}", "\u{2066}x", "\u{2069}", "\u{200D}", "\u{301}", "<b>", "&amp;",
      "\\",
      "(", ")", "%",
      "\u{FFFD}", "\u{F8F0}", "\u{10FFFF}", "👩‍🚀", "2026-11-29T01:02:03Z", "12:34:56",
      "https://a.example/(x",
      String(repeating: "long", count: 200), String(repeating: "\u{301}", count: 60),
    ]

    private func cell(_ generator: inout SeededNumbers) -> String {
      (0..<Int.random(in: 0...5, using: &generator)).map { _ in
        Self.pieces.randomElement(using: &generator) ?? ""
      }.joined()
    }

    @Test(arguments: 1...16 as ClosedRange<UInt64>)
    func `any rows in any layout make a PDF without a fault, with all of them`(seed: UInt64)
      async throws
    {
      var generator = SeededNumbers(state: seed)
      let kinds: [ValueKind] = [
        .text, .number(), .number(decimals: 1, unit: "€"), .percent(), .duration(), .date(),
        .duration(from: .seconds, as: .words),
      ]
      let count = Int.random(in: 1...9, using: &generator)
      let columns = (0..<count).map { _ in
        ReportColumn(
          cell(&generator), kinds.randomElement(using: &generator) ?? .text,
          alignment: ReportColumn.Alignment.allCases.randomElement(using: &generator),
          width: [.automatic, .points(30), .share(0.3)].randomElement(using: &generator)
            ?? .automatic,
          total: Total.allCases.randomElement(using: &generator), isLink: .random(using: &generator)
        )
      }
      var document = ReportDocument(
        title: cell(&generator), subtitle: cell(&generator), created: .init(seconds: 0),
        columns: columns, missingGlyphs: .spell)
      document.group = count > 1 && Bool.random(using: &generator) ? count - 1 : nil
      document.theme.paper = Paper.allCases.randomElement(using: &generator) ?? .a4
      document.theme.palette.zebra = .random(using: &generator) ? nil : Colour(0xEEEEEE)
      document.charts = [ReportChart(.bar, cell(&generator), label: 0, value: count - 1)]
      let rows = (0..<Int.random(in: 0...40, using: &generator)).map { _ in
        (0..<count).map { _ in cell(&generator) }
      }
      let drawn: Drawn
      do {
        drawn = try Drawn(document, MemoryRows(rows))
      } catch let error as ReportError where error.code == "page-full" {
        return
      }
      #expect(drawn.outcome.rows == rows.count)
      let check = try await drawn.asked("qpdf", "--check")
      #expect(check.contains("No syntax or stream encoding errors"), "\(check)")
      let fonts = try await drawn.asked("pdffonts").split(separator: "\n").dropFirst(2)
      #expect(fonts.allSatisfy { $0.contains(" yes yes yes ") }, "\(fonts)")
      #expect(
        try await drawn.asked("pdfinfo").contains("Pages:           \(drawn.outcome.pages)\n"))
    }
  }
}

/// Numbers that are the same for the same seed.
struct SeededNumbers: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
