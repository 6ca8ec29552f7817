/// Writes the body of a mail as HTML that mail programs show: tables, and styles within the tags.
///
/// Each colour of a text stands with that of its background, so that programs that turn colours for
/// the dark turn both.
struct MailHTML {
  private let body: MailBody
  private let palette: Palette
  private let fonts = "font-family:-apple-system,'Segoe UI','Noto Sans',Helvetica,Arial,sans-serif"

  private static let (paper, desk) = ("#FFFFFF", "#EEF1F4")

  init(_ body: MailBody) {
    self.body = body
    palette = body.document.theme.palette
  }

  var page: String {
    ([
      "<!DOCTYPE html>", "<html>", "<head>", "<meta charset=\"utf-8\">",
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">",
      "<meta name=\"color-scheme\" content=\"light\">",
      "<meta name=\"supported-color-schemes\" content=\"light\">",
      "<title>\(shown(body.document.title))</title>", "</head>",
      "<body style=\"margin:0;padding:0;background-color:\(Self.desk);\">",
      table("width:100%;background-color:\(Self.desk)", isLayout: true),
      "<tr><td align=\"center\" style=\"padding:16px 8px;\">",
      table("width:100%;max-width:760px;background-color:\(Self.paper)", isLayout: true),
      "<tr><td style=\"padding:20px 24px;\(fonts);\">",
    ] + head + introduction + figures + rows + remarks + end + [
      "</td></tr>", "</table>", "</td></tr>", "</table>", "</body>", "</html>", "",
    ]).joined(separator: "\n")
  }
}

extension MailHTML {
  private var head: [String] {
    let document = body.document
    var lines = [
      "<h1 style=\"margin:0;padding:0 0 6px;font-size:22px;line-height:28px;\(ink(palette.text))\">\(isolated(document.title))</h1>"
    ]
    if !document.subtitle.isEmpty {
      lines.append(paragraph(isolated(document.subtitle), palette.muted))
    }
    lines += body.links.map {
      paragraph(anchor($0.url, isolated($0.text), palette.accent), palette.accent)
    }
    return lines
      + ["<div style=\"border-top:2px solid \(palette.accent.css);margin:10px 0 14px;\"></div>"]
  }

  private var introduction: [String] {
    body.paragraphs.map { lines in
      paragraph(lines.map { isolated($0) }.joined(separator: "<br>"), palette.text)
    }
  }

  /// The number of rows and the totals.
  private var figures: [String] {
    let lines = body.figures.map {
      "<tr><td style=\"padding:2px 18px 2px 0;font-size:13px;line-height:19px;\(ink(palette.muted))\">\(isolated($0.label))</td>"
        + "<td align=\"right\" style=\"padding:2px 0;font-size:13px;line-height:19px;font-weight:bold;\(ink(palette.text))\">\(isolated($0.value))</td></tr>"
    }
    return [table("margin:0 0 16px", isLayout: true)] + lines + ["</table>"]
  }

  private var rows: [String] {
    let summary = body.summary
    guard summary.rows > 0 else {
      return [paragraph(isolated(body.document.emptyText), palette.muted)]
    }
    guard !summary.firstRows.isEmpty else { return [] }
    let header = summary.columns.map {
      "<th scope=\"col\" align=\"\($0.alignment.rawValue)\" style=\"\(cell)border-bottom:2px solid \(palette.accent.css);\(ink(palette.text, on: palette.accent.tint(0.10)))\">\(isolated($0.label))</th>"
    }
    var lines = [
      "<div style=\"overflow-x:auto;\">", table("width:100%"), "<thead><tr>",
    ]
    lines += header + ["</tr></thead>", "<tbody>"]
    for (index, row) in summary.firstRows.enumerated() {
      lines += ["<tr>"] + zip(summary.columns, row).map { self.row($0, $1, index) } + ["</tr>"]
    }
    lines += ["</tbody>", "</table>", "</div>"]
    if let more = body.moreRows { lines.append(paragraph(isolated(more), palette.muted)) }
    return lines
  }

  private func row(_ column: ReportColumn, _ cell: ReportSummary.Cell, _ index: Int) -> String {
    let striped = index % 2 == 1 ? palette.zebra : nil
    let colours =
      cell.tone.map { ink(palette.colour($0), on: palette.colour($0).tint(0.14)) }
      ?? ink(palette.text, on: striped ?? Colour(0xFFFFFF))
    let text =
      cell.url.map { anchor($0, isolated(cell.text), palette.accent) } ?? isolated(cell.text)
    let wrap = column.kind.isNumeric ? "white-space:nowrap;" : ""
    return
      "<td align=\"\(column.alignment.rawValue)\" style=\"\(self.cell)border-bottom:1px solid \(palette.rule.css);\(wrap)\(colours)\">\(text)</td>"
  }

  private var remarks: [String] {
    guard !body.notes.isEmpty else { return [] }
    let items = body.notes.map {
      "<li style=\"margin:0 0 4px;\">\(isolated($0.message))</li>"
    }
    return [
      "<p style=\"margin:16px 0 4px;font-size:13px;line-height:19px;font-weight:bold;\(ink(palette.text))\">\(isolated(body.document.theme.words.noted))</p>",
      "<ul style=\"margin:0;padding:0 0 0 18px;font-size:13px;line-height:19px;\(ink(palette.text))\">",
    ] + items + ["</ul>"]
  }

  private var end: [String] {
    guard !body.footer.isEmpty else { return [] }
    let lines = body.footer.map { isolated($0) }.joined(separator: "<br>")
    return [
      "<p style=\"margin:18px 0 0;padding:8px 0 0;border-top:1px solid \(palette.rule.css);font-size:11px;line-height:16px;\(ink(palette.muted))\">\(lines)</p>"
    ]
  }
}

extension MailHTML {
  private var cell: String {
    "padding:5px 8px;font-size:12px;line-height:17px;vertical-align:top;"
  }

  private func ink(_ colour: Colour, on background: Colour = Colour(0xFFFFFF)) -> String {
    "color:\(colour.css);background-color:\(background.css);"
  }

  private func table(_ style: String, isLayout: Bool = false) -> String {
    "<table \(isLayout ? "role=\"presentation\" " : "")cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"border-collapse:collapse;\(style);\">"
  }

  private func paragraph(_ content: String, _ colour: Colour) -> String {
    "<p style=\"margin:6px 0;font-size:13px;line-height:19px;\(ink(colour))\">\(content)</p>"
  }

  private func anchor(_ url: String, _ content: String, _ colour: Colour) -> String {
    "<a href=\"\(escaped(url))\" style=\"color:\(colour.css);\">\(content)</a>"
  }

  /// Returns a text that leaves the order of what stands around it alone.
  private func isolated(_ text: String) -> String {
    Direction.isMixed(text) ? "<bdi>\(shown(text))</bdi>" : shown(text)
  }

  private func shown(_ text: String) -> String {
    escaped(ShownText.of(text)).replacing("\n", with: "<br>")
  }

  private func escaped(_ text: String) -> String {
    var result = ""
    result.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}

extension Colour {
  /// The colour as CSS writes it.
  var css: String {
    let digits = [red, green, blue].map { part in
      let digits = String(part, radix: 16, uppercase: true)
      return digits.count == 1 ? "0\(digits)" : digits
    }
    return "#\(digits.joined())"
  }
}
