import Foundation
import Reports
import Testing
import World

extension DrawingSuites {
  @Suite(.enabled(if: Judges.areThere)) struct TableTests {
    private func grouped(_ perGroup: Int) -> (ReportDocument, MemoryRows) {
      var document = document(.text, .text, .number(decimals: 0))
      document.columns[2].total = .sum
      document.group = 0
      let rows = ["Sales", "Support & <Care>", "فروش"].flatMap { group in
        (0..<perGroup).map { [group, "row \($0)", "1000"] }
      }
      return (document, MemoryRows(rows))
    }

    @Test func `each group has a heading, a bookmark and its totals, and the report has its own`()
      async throws
    {
      let (document, rows) = grouped(3)
      let drawn = try Drawn(document, rows)
      let lines = try await drawn.text().split(separator: "\n").map {
        $0.split(separator: " ").joined(separator: " ")
      }
      #expect(lines.count { $0 == "Subtotal 3,000" } == 3)
      #expect(lines.count { $0 == "Total 9,000" } == 1)
      #expect(lines.contains("Support & <Care>"))
      let structure = try await drawn.asked("qpdf", "--qdf", last: ["-"])
      #expect(
        structure.contains("/Title (Sales)") && structure.contains("/Title (Support & <Care>)"))
    }

    @Test func `bookmarks and links that can be clicked are bounded, and notes say so`() throws {
      var document = document(.text, .text)
      document.group = 0
      document.columns[1].isLink = true
      document.limits.bookmarks = 3
      document.limits.links = 2
      let rows = MemoryRows((0..<5).map { ["group \($0)", "https://example.com/\($0)"] })
      #expect(
        try Drawn(document, rows).outcome.notes.map(\.message) == [
          "3 of 5 groups have a bookmark", "2 of 5 addresses can be clicked",
        ])
    }

    @Test func `the words of a report are those of its readers`() async throws {
      var (document, rows) = grouped(60)
      document.theme.words = ReportWords(
        total: "Summe", subtotal: "Zwischensumme", continued: "(Fortsetzung)")
      let text = try await Drawn(document, rows).text()
      #expect(text.contains("Summe") && text.contains("Zwischensumme"))
      #expect(text.contains("(Fortsetzung)") && !text.contains("(continued)"))
    }

    @Test func `a group that goes on is named at the top of the next page`() async throws {
      let (document, rows) = grouped(60)
      let drawn = try Drawn(document, rows)
      #expect(try await drawn.text(page: 2).contains("(continued)"))
      #expect(try await !drawn.text(page: 1).contains("(continued)"))
    }

    @Test(arguments: 30...48)
    func `totals never stand on a page without a row above them`(count: Int) async throws {
      var document = document(.text, .number())
      document.columns[1].total = .sum
      let rows = MemoryRows((0..<count).map { ["row-\($0)", "1"] })
      let drawn = try Drawn(document, rows)
      let last = try await drawn.text(page: drawn.outcome.pages)
      #expect(last.contains("Total") && last.contains("row-\(count - 1)"))
    }

    @Test func `the decimal points of a column stand below one another`() async throws {
      let rows = ["1.5", "22.25", "300", "4,000", "0.125"].map { ["n", $0] }
      let drawn = try Drawn(document(.text, .number()), MemoryRows(rows))
      let box = try await drawn.asked("pdftotext", "-bbox", last: ["-"])
      let left = { (word: String) -> Double? in edge("xMin", of: word, in: box) }
      let right = { (word: String) -> Double? in edge("xMax", of: word, in: box) }
      let digit = try #require(right("22.25")) - (try #require(right("1.5")))
      #expect(digit > 3, "\(box)")
      #expect(try abs(#require(right("0.125")) - #require(right("22.25")) - digit) < 0.05, "\(box)")
      #expect(try #require(right("300")) < #require(right("1.5")) - digit)
      #expect(try #require(left("22.25")) < #require(left("1.5")))
    }

    @Test func `digits and ideographs stand on one baseline`() async throws {
      let drawn = try Drawn(document(.text), MemoryRows([["575の対応"], ["575"], ["の対応"], ["対応12"]]))
      let structure = try await drawn.asked(
        "qpdf", "--qdf", "--object-streams=disable", last: ["-"])
      let moves = structure.split(separator: "\n").filter { $0.hasSuffix(" Td") }
      let heights = Set(moves.compactMap { $0.split(separator: " ").dropLast().last })
      #expect(
        heights.allSatisfy { abs(Double($0) ?? 1) < 0.0001 || abs(Double($0) ?? 0) > 1 },
        "\(heights)"
      )
    }

    @Test func `text that is set by pairs is as wide as text that is shaped`() async throws {
      let words = [
        "AVATAR", "Tÿpö", "Łódź", "WAVE", "P.A.", "“Yes”", "r,e.v-y", "fjord", "office", "1:11:17",
      ]
      let rows = words.flatMap { [["\($0)"], ["\($0) 日"]] }
      let drawn = try Drawn(document(.text), MemoryRows(rows))
      let box = try await drawn.asked("pdftotext", "-bbox", last: ["-"])
      for word in words {
        let lines = box.split(separator: "\n").filter { $0.contains(">\(word)</word>") }
        let widths = lines.compactMap { line -> Double? in
          guard let from = number("xMin", String(line)), let to = number("xMax", String(line))
          else {
            return nil
          }
          return to - from
        }
        #expect(widths.count == 2 && abs(widths[0] - widths[1]) < 0.03, "\(word): \(widths)")
      }
    }

    @Test func `cells that are no numbers are shown, left out of totals and noted`() async throws {
      var document = document(.text, .number())
      document.columns[1].total = .sum
      let drawn = try Drawn(
        document, MemoryRows([["a", "1"], ["b", "n/a"], ["c", "2.5"], ["d", ""]]))
      let text = try await drawn.text()
      #expect(text.contains("n/a") && text.contains("3.5"))
      #expect(
        drawn.outcome.notes.map(\.message) == ["1 cell of B is no number and is not in its totals"])
    }

    @Test func `many columns make the text smaller, and a note says so`() async throws {
      let columns = (0..<24).map { ReportColumn("Column\($0)", .number(decimals: 0)) }
      let document = ReportDocument(
        title: "Wide", created: Timestamp(seconds: 0), columns: columns)
      let drawn = try Drawn(document, MemoryRows([columns.map { _ in "1234567" }]))
      #expect(drawn.outcome.notes.map(\.code) == ["text-shrunk"])
    }

    @Test func `a highlighted cell has its colour on the page`() async throws {
      var document = document(.text, .number())
      document.highlights = [Highlight(column: 1, .above(ReportNumber(5)), tone: .bad)]
      let structure = try await Drawn(document, MemoryRows([["a", "6"]])).asked(
        "qpdf", "--qdf", last: ["-"])
      let plain = try await Drawn(document, MemoryRows([["a", "5"]])).asked(
        "qpdf", "--qdf", last: ["-"])
      #expect(structure.contains("0.701961 0.14902 0.117647 rg"))
      #expect(!plain.contains("0.701961 0.14902 0.117647 rg"))
    }

    @Test func `charts of every kind are drawn above the table`() async throws {
      var document = document(.text, .number(decimals: 0))
      document.charts = ReportChart.Kind.allCases.map {
        ReportChart($0, "As \($0)", label: 0, value: 1)
      }
      let rows = MemoryRows([["one", "5"], ["two", "7"], ["three", "0"]])
      let text = try await Drawn(document, rows).text()
      for kind in ReportChart.Kind.allCases { #expect(text.contains("As \(kind)")) }
      #expect(text.contains("58.3%"))
    }

    private func edge(_ name: String, of word: String, in box: String) -> Double? {
      box.split(separator: "\n").first { $0.contains(">\(word)</word>") }
        .flatMap { number(name, String($0)) }
    }

    private func number(_ name: String, _ line: String) -> Double? {
      line.split(separator: "\(name)=\"").dropFirst().first.flatMap {
        Double($0.prefix { $0 != "\"" })
      }
    }
  }
}
