import Foundation
import Reports
import TestSupport
import Testing
import World

/// A report that was drawn into a file, and what programs nobody here wrote say of it.
final class Drawn {
  let outcome: ReportOutcome
  let bytes: [UInt8]
  private let path: String

  init(_ document: ReportDocument, _ rows: some ReportRows) throws {
    var bytes: [UInt8] = []
    outcome = try ReportRenderer(document).pdf(rows) { bytes.append(contentsOf: $0) }
    self.bytes = bytes
    path = NSTemporaryDirectory() + "gcsync-report-\(UUID().uuidString).pdf"
    try Data(bytes).write(to: URL(fileURLWithPath: path))
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Returns what a program of poppler or qpdf says of the file.
  func asked(_ program: String, _ arguments: String..., last: [String] = []) async throws -> String
  {
    let output = try #require(
      await ProgramOutput.of("/usr/bin/" + program, arguments + [path] + last))
    return String(decoding: output, as: UTF8.self)
  }

  /// Returns the text, without the marks that poppler writes around text from right to left.
  func text(_ option: String = "-layout") async throws -> String {
    try await asked("pdftotext", option, last: ["-"])
      .replacing("\u{202A}", with: "").replacing("\u{202B}", with: "")
      .replacing("\u{202C}", with: "")
  }

  /// Returns the text of one page.
  func text(page: Int) async throws -> String {
    try await asked("pdftotext", "-layout", "-f", "\(page)", "-l", "\(page)", last: ["-"])
  }
}

/// The programs that judge PDFs.
enum Judges {
  /// Whether they are installed; where peers are required it is a failure that they are not.
  static let areThere: Bool = {
    let programs = ["pdftotext", "pdffonts", "pdfinfo", "pdftoppm", "qpdf"]
    let isThere = programs.allSatisfy {
      FileManager.default.isExecutableFile(atPath: "/usr/bin/" + $0)
    }
    if !isThere { print("peers of PDF: not installed (apt: poppler-utils qpdf)") }
    let isRequired = ProcessInfo.processInfo.environment["GCSYNC_PEERS"] == "required"
    if !isThere, isRequired { Issue.record("poppler-utils and qpdf are required") }
    return isThere
  }()
}

/// Returns a document with columns of these kinds, called A, B, C….
func document(
  _ kinds: ValueKind..., title: String = "Queue performance"
) -> ReportDocument {
  let labels = ["A", "B", "C", "D", "E", "F"]
  return ReportDocument(
    title: title, created: Timestamp(seconds: 1_796_000_000),
    columns: zip(labels, kinds).map { ReportColumn($0, $1) })
}
