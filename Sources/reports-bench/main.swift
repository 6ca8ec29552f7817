import Glibc
import Reports
import World

/// Draws reports, to be measured and looked at.
///
/// Usage: reports-bench CSV PDF          draws a CSV file and prints rows, pages, bytes and notes
///        reports-bench demo LOGO PDF    draws the demo report, and its first page as PNG beside it
let arguments = CommandLine.arguments

func draw(_ document: ReportDocument, _ rows: some ReportRows, to path: String) throws {
  let file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
  defer { close(file) }
  let outcome = try ReportRenderer(document).pdf(rows) { bytes in
    guard write(file, bytes.baseAddress, bytes.count) == bytes.count else {
      exit(1)
    }
  }
  print(outcome.rows, outcome.pages, outcome.bytes)
  for note in outcome.notes { print("note: \(note)") }
}

do {
  if arguments.count == 4, arguments[1] == "demo" {
    let document = DemoReport.document(logo: try Files.read(arguments[2]))
    try draw(document, DemoReport.rows(), to: arguments[3])
    let png = try ReportRenderer(document).png(DemoReport.rows())
    try Files.write(png, to: arguments[3] + ".png")
    exit(0)
  }
  guard arguments.count == 3 else { exit(2) }
  let rows = CSVRows(path: arguments[1])
  let columns = try rows.header().map { label -> ReportColumn in
    switch label {
    case "Calls", "Answered": ReportColumn(label, .number(decimals: 0), total: .sum)
    case "Talk": ReportColumn(label, .duration(), total: .average)
    case "Rate": ReportColumn(label, .percent())
    case "Started": ReportColumn(label, .date())
    default: ReportColumn(label)
    }
  }
  let document = ReportDocument(
    title: "Bench", created: Timestamp(seconds: 1_796_000_000), columns: columns)
  try draw(document, rows, to: arguments[2])
} catch {
  print(error)
  exit(1)
}
