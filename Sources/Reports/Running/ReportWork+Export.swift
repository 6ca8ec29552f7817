internal import JSON
internal import World

/// An export as a table, and what a reader of the report ought to know of it.
struct ExportTable: Sendable {
  let file: ExportFile
  let path: String
  let notes: [ReportNote]

  init(
    opening path: String, declaration: ReportDeclaration, isPartial: Bool = false
  ) throws(ReportError) {
    self.path = path
    let report = declaration.report
    file = try ExportFile(
      path: path, declared: report["format"]?.string == "EXCEL" ? .xlsx : .csv,
      delimiter: Self.delimiter(report["csvDelimiter"]?.string))
    notes = file.notes + (isPartial ? [Self.partial] : [])
  }

  static let partial = ReportNote(
    "partial-export", "Genesys says that the data is not complete")

  private static func delimiter(_ name: String?) -> UInt8? {
    switch name {
    case "COMMA": UInt8(ascii: ",")
    case "SEMICOLON": UInt8(ascii: ";")
    default: nil
    }
  }
}

extension ReportWork {
  /// A file that was fetched, and whether the API says that something is missing in it.
  struct Fetched: Sendable {
    let file: FetchedExport
    let isPartial: Bool
  }

  /// Begins the export where that has not happened, waits for it and fetches it; nil where it is left
  /// to another run.
  func export(in folder: String) async throws(WorkError) -> Fetched? {
    let run = await hold.run
    let name: String
    if let known = run.exportID {
      name = known
    } else {
      let order = ExportOrder(
        report: declaration.report, name: declaration.name, period: run.period)
      name = try await trying(.export) { () async throws(RunFailure) in
        try await services.exports.begin(order)
      }
      try await enter(.export, .waiting, "begun as \(name)") { run, _ in run.exportID = name }
    }
    let progress = try await trying(.export) { () async throws(RunFailure) in
      try await services.exports.wait(for: name, declaration.export)
    }
    guard case .ready(let ready) = progress else {
      try await enter(.export, .waiting, "not done yet; left to another run") { run, _ in
        run.state = .deferred
        run.reason = "the export is not done yet"
      }
      world.log.emit(.reportDeferred(report: declaration.name, export: name))
      return nil
    }
    let path = "\(folder)/export"
    let file = try await trying(.download) { () async throws(RunFailure) in
      try await services.exports.fetch(ready, to: path)
    }
    let note = ready.isPartial ? ", incomplete as Genesys says" : ""
    try await enter(.download, .done, "\(file.byteCount) bytes\(note)")
    return Fetched(file: file, isPartial: ready.isPartial)
  }

  /// Opens what was fetched as rows.
  func table(of fetched: Fetched) async throws(WorkError) -> ExportTable {
    do throws(ReportError) {
      return try ExportTable(
        opening: fetched.file.path, declaration: declaration, isPartial: fetched.isPartial)
    } catch {
      try await enter(.download, .failed, error.message)
      throw .run(RunFailure(error))
    }
  }

  /// Does something that may fail, and enters the failure as that of a step.
  func trying<Value: Sendable>(
    _ step: ReportRun.Step.Name, _ body: () async throws(RunFailure) -> Value
  ) async throws(WorkError) -> Value {
    do throws(RunFailure) {
      return try await body()
    } catch {
      try await enter(step, .failed, error.message)
      throw .run(error)
    }
  }
}
