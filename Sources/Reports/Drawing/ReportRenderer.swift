internal import CDrawing
internal import Synchronization
internal import World

/// Draws reports as PDF, and pages of them as PNG.
///
/// Rows are read twice: once to count pages, totals and characters that no font has, once to draw.
/// One report is drawn at a time, since the glyph cache of Cairo 1.16 breaks under several threads.
package struct ReportRenderer {
  private let document: ReportDocument
  private let library: DrawingLibrary
  private let logo: Picture?

  private static let turn = Mutex(())

  /// Opens Cairo and Pango where that has not happened, and checks what does not depend on rows.
  package init(_ document: ReportDocument) throws(ReportError) {
    library = try DrawingLibrary.system.get()
    try document.check()
    self.document = document
    if let bytes = document.theme.logo {
      logo = try Picture(bytes, library, limit: document.limits.logoBytes)
    } else {
      logo = nil
    }
  }

  /// Fails where Cairo or Pango is not there, in a folder or where the system has them.
  package static func checkLibraries(in folder: String? = nil) throws(ReportError) {
    _ =
      if let folder { try DrawingLibrary(folder: folder) } else { try DrawingLibrary.system.get() }
  }

  /// Draws all pages and hands the bytes over as they come.
  ///
  /// Nothing is handed over where the rows cannot be read or have characters that no font has.
  package func pdf(
    _ rows: some ReportRows,
    write: @escaping (UnsafeRawBufferPointer) throws(ReportError) -> Void
  ) throws(ReportError) -> ReportOutcome {
    try Self.turn.withLock { _ throws(ReportError) in try drawPDF(rows, write: write) }
  }

  private func drawPDF(
    _ rows: some ReportRows,
    write: @escaping (UnsafeRawBufferPointer) throws(ReportError) -> Void
  ) throws(ReportError) -> ReportOutcome {
    let setting = try setting(rows)
    let survey = try survey(rows, setting)
    let sink = ByteSink(write)
    let canvas = Canvas.pdf(document.theme.pageSize, library, to: sink)
    describe(canvas)
    var pass = ReportPass(document, setting, canvas: canvas, survey: survey)
    do throws(ReportError) {
      try pass.run(rows)
      canvas.finish()
      if let error = sink.error { throw error }
      try canvas.check()
    } catch {
      canvas.finish()
      throw sink.error ?? error
    }
    guard pass.survey.pages == survey.pages, pass.survey.rows == survey.rows else {
      throw ReportError(
        "rows-changed",
        "there were \(survey.rows) rows on \(survey.pages) pages when they were counted, and "
          + "\(pass.survey.rows) on \(pass.survey.pages) when they were drawn",
        hint: "draw from a file that nobody writes to")
    }
    let notes = setting.plan.notes + setting.typesetter.problems.notes + pass.survey.notes
    return ReportOutcome(rows: survey.rows, pages: survey.pages, bytes: sink.count, notes: notes)
  }

  /// Draws one page, counted from 1, with `scale` pixels for each point.
  package func png(
    _ rows: some ReportRows, page: Int = 1, scale: Double = 2
  ) throws(ReportError) -> [UInt8] {
    try Self.turn.withLock { _ throws(ReportError) in
      try drawPNG(rows, page: page, scale: scale)
    }
  }

  private func drawPNG(
    _ rows: some ReportRows, page: Int, scale: Double
  ) throws(ReportError) -> [UInt8] {
    let setting = try setting(rows)
    let survey = try survey(rows, setting)
    guard (1...survey.pages).contains(page) else {
      throw ReportError(
        "page-missing", "there is no page \(page)", hint: "the report has \(survey.pages)")
    }
    let size = document.theme.pageSize
    let (width, height) = (CInt(size.width * scale), CInt(size.height * scale))
    guard let surface = library.functions.pointee.cairo_image_surface_create(0, width, height)
    else { preconditionFailure("Cairo makes one, be it one in error.") }
    let canvas = Canvas(surface, library, scale: scale)
    canvas.fill(0, 0, size.width, size.height, Colour(0xFFFFFF))
    var pass = ReportPass(document, setting, canvas: canvas, survey: survey, only: page)
    try pass.run(rows)
    canvas.flush()
    try canvas.check()
    var bytes: [UInt8] = []
    let sink = ByteSink { bytes.append(contentsOf: $0) }
    let status = withExtendedLifetime(sink) {
      library.functions.pointee.cairo_surface_write_to_png_stream(
        surface, takeBytes, Unmanaged.passUnretained(sink).toOpaque())
    }
    guard status == 0 else {
      throw ReportError(
        "drawing-failed", "the page could not be written: \(library.words(status))")
    }
    return bytes
  }

  private func setting(_ rows: some ReportRows) throws(ReportError) -> ReportSetting {
    var reader = try rows.read()
    var sample: [[String]] = []
    while sample.count < document.limits.sampleRows, let row = try reader.next() {
      sample.append(row)
    }
    let isWhole = sample.count < document.limits.sampleRows
    return try ReportSetting(document, sample, isWhole: isWhole, logo: logo, library)
  }

  /// Counts, and fails on what must not be drawn.
  private func survey(
    _ rows: some ReportRows, _ setting: ReportSetting
  ) throws(ReportError) -> ReportSurvey {
    var pass = ReportPass(document, setting, canvas: nil, survey: nil)
    try pass.run(rows)
    if document.missingGlyphs == .fail, let error = setting.typesetter.problems.error {
      throw error
    }
    return pass.survey
  }

  private func describe(_ canvas: Canvas) {
    canvas.set(.title, ShownText.of(document.title))
    canvas.set(.author, ShownText.of(document.author))
    if !document.subtitle.isEmpty { canvas.set(.subject, ShownText.of(document.subtitle)) }
    canvas.set(.creator, "gcsync")
    canvas.set(.created, document.created.rfc3339)
    canvas.set(.modified, document.created.rfc3339)
  }
}

extension ReportDocument {
  /// Fails where places of columns are none, or the paper has no room.
  fileprivate func check() throws(ReportError) {
    let places =
      [group].compactMap(\.self) + highlights.map(\.column)
      + charts.flatMap { [$0.label, $0.value] }
    if let place = places.first(where: { !columns.indices.contains($0) }) {
      throw ReportError(
        "column-unknown", "there is no column \(place + 1)", hint: "the report has \(columns.count)"
      )
    }
    guard columns.indices.contains(where: { $0 != group }) else {
      throw ReportError("column-missing", "the report has no column to show", hint: "name one")
    }
    guard !theme.fonts.isEmpty else {
      throw ReportError(
        "font-missing", "the theme names no font", hint: "name one, or leave the list out")
    }
    let size = theme.pageSize
    guard theme.margin >= 0, theme.margin * 2 + 150 <= min(size.width, size.height),
      (4...36).contains(theme.textSize)
    else {
      throw ReportError(
        "page-full", "margin \(theme.margin) and text size \(theme.textSize) leave no room",
        hint: "take a text of 4 to 36 points and a smaller margin")
    }
  }
}
