internal import Diagnostics
internal import Mail
package import World

/// Draws a report without sending it, so that its looks can be judged before it is published.
package struct ReportPreview: Sendable {
  /// A file that was drawn.
  package struct File: Sendable {
    package let path: String
    package let bytes: [UInt8]
    /// What it is, for whoever asked for it.
    package let words: String
    package let notes: [ReportNote]
  }

  private enum Form: String, Sendable { case pdf, png, csv, xlsx, html, txt }

  private let declaration: ReportDeclaration
  private let run: ReportRun
  private let environment: String
  private let path: @Sendable (String) -> String
  private let scratch: String
  private let world: World

  package init(
    _ declaration: ReportDeclaration, id: String, environment: String, scratch: String,
    path: @escaping @Sendable (String) -> String, world: World
  ) {
    let zone = declaration.schedule.zone
    let now = world.now()
    let time = FireTime(instant: now, local: zone.localTime(at: now))
    run = ReportRun(
      report: id, id: "preview", name: declaration.name, cause: .manual,
      period: CoveredPeriod(
        declaration.period.resolved(for: time, in: zone), timeZone: zone.name),
      due: now, started: now)
    (self.declaration, self.environment, self.path) = (declaration, environment, path)
    (self.scratch, self.world) = (scratch, world)
  }

  /// Draws what an export gives now.
  package func files(
    from exports: any ExportSource, as out: String, withPages: Bool
  ) async throws(RunFailure) -> [File] {
    let order = ExportOrder(report: declaration.report, name: run.name, period: run.period)
    let name = try await exports.begin(order)
    guard case .ready(let ready) = try await exports.wait(for: name, .wait(budget: .seconds(300)))
    else {
      throw RunFailure(
        "export-timeout", "the export is not done after five minutes",
        hint: "take data of your own with --data FILE", canRetry: true)
    }
    let folder = try folder()
    defer { Files.removeFolder(folder) }
    let fetched = try await exports.fetch(ready, to: "\(folder)/export")
    return try await files(of: fetched.path, as: out, withPages: withPages)
  }

  /// Draws data that lies in a file.
  package func files(
    of data: String, as out: String, withPages: Bool
  ) async throws(RunFailure) -> [File] {
    let ending = out.split(separator: "/").last?.split(separator: ".").last.map { $0.lowercased() }
    guard let form = ending.flatMap(Form.init) else {
      throw RunFailure(
        "unknown-format", "\(out) is nothing that a report can be drawn as",
        hint: "end it in .pdf, .png, .csv, .xlsx, .html or .txt", canRetry: false)
    }
    let folder = try folder()
    defer { Files.removeFolder(folder) }
    do throws(ReportError) {
      return try await OwnThread.run { () throws(ReportError) in
        try draw(data, form, out, withPages: withPages, folder)
      }
    } catch {
      throw RunFailure(error)
    }
  }

  private func folder() throws(RunFailure) -> String {
    let folder = "\(scratch)/gcsync-preview-\(UInt64.random(in: 0 ... .max))"
    do throws(FileError) {
      try Files.createPrivateFolder(folder)
      return folder
    } catch {
      throw RunFailure("no-scratch", error.description, canRetry: true)
    }
  }

  private func draw(
    _ data: String, _ form: Form, _ out: String, withPages: Bool, _ folder: String
  ) throws(ReportError) -> [File] {
    let drawing = ReportDrawing(
      declaration: declaration, run: run, environment: environment, path: path, folder: folder)
    let table = try ExportTable(opening: data, declaration: declaration)
    let laid = try drawing.layOut(table)
    let rows = try laid.rows(of: table.file, scratch: folder)
    switch form {
    case .pdf:
      let (bytes, outcome) = try ReportDrawing.pdf(laid.document, rows)
      let pdf = File(
        path: out, bytes: bytes,
        words: "\(counted(outcome.rows, "row")) on \(counted(outcome.pages, "page"))",
        notes: table.notes + outcome.notes)
      let pages = try withPages ? pages(outcome.pages, laid.document, rows, out) : []
      return [pdf] + pages
    case .png:
      let bytes = try ReportRenderer(laid.document).png(rows)
      return [File(path: out, bytes: bytes, words: "the first page", notes: table.notes)]
    case .csv:
      let bytes = try drawing.csv(of: table)
      return [File(path: out, bytes: bytes, words: "the data as exported", notes: table.notes)]
    case .xlsx:
      let bytes = try ReportDrawing.workbook(laid.document, rows)
      return [File(path: out, bytes: bytes, words: "a workbook", notes: table.notes)]
    case .html, .txt:
      let summary = try ReportSummary(laid.document, rows)
      let body = ReportLetter.body(
        of: declaration, run: run, document: laid.document, summary: summary,
        notes: table.notes + summary.notes, environment: environment)
      let text = form == .html ? body.html : body.text
      return [
        File(
          path: out, bytes: Array(text.utf8), words: "what the mail says", notes: table.notes)
      ]
    }
  }

  private func pages(
    _ count: Int, _ document: ReportDocument, _ rows: some ReportRows, _ out: String
  ) throws(ReportError) -> [File] {
    let stem = out.lowercased().hasSuffix(".pdf") ? String(out.dropLast(4)) : out
    var files: [File] = []
    for page in 1...max(1, min(count, Self.mostPages)) {
      let bytes = try ReportRenderer(document).png(rows, page: page)
      files.append(
        File(path: "\(stem)-\(page).png", bytes: bytes, words: "page \(page)", notes: []))
    }
    return files
  }

  /// How many pages are drawn as pictures.
  private static let mostPages = 20
}
