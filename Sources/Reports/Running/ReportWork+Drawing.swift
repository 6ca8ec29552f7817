internal import Diagnostics
internal import Codecs
internal import Mail
internal import World

extension ReportWork {
  /// Lays the table out, draws it, and makes the files that go with the mail.
  func draw(_ table: ExportTable, in folder: String) async throws(WorkError) -> ReportFiles {
    let run = await hold.run
    let files: ReportFiles
    do throws(ReportError) {
      let drawing = ReportDrawing(
        declaration: declaration, run: run, environment: services.environment,
        path: services.path, folder: folder)
      files = try await OwnThread.run { () throws(ReportError) in
        try drawing.files(of: table)
      }
    } catch {
      try await enter(.render, .failed, error.message)
      throw .run(RunFailure(error))
    }
    let notes = files.notes.isEmpty ? "" : "; " + files.notes.map(\.message).joined(separator: "; ")
    let words =
      "\(counted(files.rows, "row")), \(files.entries.map(\.name).joined(separator: ", "))\(notes)"
    try await enter(.render, .done, words) { run, _ in
      (run.rows, run.pages, run.files) = (files.rows, files.pages, files.entries)
    }
    return files
  }
}

/// Makes the files of a report out of a table.
struct ReportDrawing: Sendable {
  let declaration: ReportDeclaration
  let run: ReportRun
  let environment: String
  /// The path of a file that a manifest names.
  let path: @Sendable (String) -> String
  let folder: String

  /// A file that is larger than this is not read into a message, whatever its policy.
  static let mostBytes = 256 << 20

  func files(of table: ExportTable) throws(ReportError) -> ReportFiles {
    let laid = try layOut(table)
    let rows = try laid.rows(of: table.file, scratch: folder)
    let stem = fileName
    var attachments: [MailAttachment] = []
    var (pages, notes): (Int?, [ReportNote]) = (nil, table.notes)
    for format in declaration.delivery.formats {
      let bytes: [UInt8]
      switch format {
      case .pdf:
        let (drawn, outcome) = try Self.pdf(laid.document, rows)
        (bytes, pages) = (drawn, outcome.pages)
        notes += outcome.notes
      case .csv: bytes = try csv(of: table)
      case .xlsx: bytes = try Self.workbook(laid.document, rows)
      }
      attachments.append(
        MailAttachment(name: "\(stem).\(format.rawValue)", type: format.mediaType, bytes: bytes))
    }
    let summary = try ReportSummary(laid.document, rows)
    return ReportFiles(
      attachments: attachments, document: laid.document, summary: summary,
      notes: notes + summary.notes, pages: pages)
  }

  func layOut(_ table: ExportTable) throws(ReportError) -> LaidOutReport {
    try declaration.layout.document(
      title: declaration.title, subtitle: run.period.label, created: run.due,
      header: table.file.header, sample: try table.file.sample(),
      files: { try Files.read(path($0), limit: 16 << 20) }, fontFile: path)
  }

  static func pdf(
    _ document: ReportDocument, _ rows: some ReportRows
  ) throws(ReportError) -> (bytes: [UInt8], outcome: ReportOutcome) {
    let sink = GrowingBytes(limit: mostBytes)
    let outcome = try ReportRenderer(document).pdf(rows) { bytes throws(ReportError) in
      try sink.append(bytes)
    }
    return (sink.bytes, outcome)
  }

  static func workbook(
    _ document: ReportDocument, _ rows: some ReportRows
  ) throws(ReportError) -> [UInt8] {
    let sink = GrowingBytes(limit: mostBytes)
    _ = try ReportWorkbook(document).write(rows) { piece throws(ReportError) in
      try sink.append(piece)
    }
    return sink.bytes
  }

  /// The data as it was exported; a workbook is written as CSV.
  func csv(of table: ExportTable) throws(ReportError) -> [UInt8] {
    switch table.file.format {
    case .csv:
      do throws(FileError) {
        return try Files.read(table.path, limit: Self.mostBytes)
      } catch {
        throw ReportError("export-unreadable", error.description)
      }
    case .xlsx:
      var text = CSVText.line(table.file.header)
      var reader = try table.file.read()
      while let row = try reader.next() {
        text += CSVText.line(row)
        guard text.count <= Self.mostBytes else { throw GrowingBytes.tooLarge(Self.mostBytes) }
      }
      return text
    }
  }

  /// The name of the files, without what folders and shells would take for something else.
  var fileName: String {
    let text = declaration.delivery.fileName.filled { words(for: $0) }
    let name = text.map { $0.isLetter || $0.isNumber || "._-".contains($0) ? $0 : "-" }
    return String(String(name).drop { $0 == "." || $0 == "-" }.prefix(120))
  }

  func words(for word: ReportText.Word) -> String {
    ReportWording(declaration: declaration, run: run, environment: environment)
      .text(of: word)
  }
}

/// What stands for the words in braces of a manifest's texts.
struct ReportWording {
  let declaration: ReportDeclaration
  let run: ReportRun
  let environment: String

  func text(of word: ReportText.Word) -> String {
    let local = declaration.schedule.zone.localTime(at: run.due)
    return switch word {
    case .title: declaration.title
    case .period: run.period.label
    case .date: local.date.text
    case .time: String(local.text.split(separator: "T").last?.prefix(5) ?? "")
    case .report: declaration.name
    case .environment: environment
    }
  }
}

/// Bytes that come piece by piece, up to a limit.
private final class GrowingBytes {
  private(set) var bytes: [UInt8] = []
  private let limit: Int

  init(limit: Int) {
    self.limit = limit
  }

  func append(_ piece: some Collection<UInt8>) throws(ReportError) {
    guard bytes.count + piece.count <= limit else { throw Self.tooLarge(limit) }
    bytes.append(contentsOf: piece)
  }

  static func tooLarge(_ limit: Int) -> ReportError {
    ReportError(
      "report-too-large", "the report has more than \(limit) bytes",
      hint: "report fewer rows, or let the API filter them")
  }
}

extension DeliveryDeclaration.FileFormat {
  var mediaType: String {
    switch self {
    case .pdf: "application/pdf"
    case .csv: "text/csv"
    case .xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    }
  }
}
