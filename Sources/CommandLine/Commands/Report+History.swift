internal import Mail
internal import Manifests
internal import Reconciler
internal import Rendering
internal import Reports

extension Command {
  /// Lists what the ledger has of reports, those among them whose schedules are gone.
  static func reportHistory(_ name: String?, _ invocation: Invocation) async throws -> ExitCode {
    let session = try Session.withoutManifests(invocation)
    let ledger = ReportLedger(
      try ReportSession.documents(of: session), holder: "history", world: invocation.world)
    let limit = try invocation.arguments.count("limit") ?? 20
    var entries: [ReportRunsReport.Entry] = []
    let published = try await Publications(try ReportSession.documents(of: session)).all(
      of: ReportSession.kind)
    for id in try await ledger.reports() {
      let runs = Array(try await ledger.runs(of: id, last: limit))
      guard let latest = runs.first, name == nil || latest.name == name || id == name else {
        continue
      }
      var rows: [String: [RecipientRow]] = [:]
      if invocation.arguments.has("rows") {
        for run in runs { rows[run.id] = try await ledger.rows(of: run) }
      }
      let publication = published.first { $0.id == id }
      entries.append(
        ReportRunsReport.Entry(
          name: publication?.name ?? latest.name, id: id, runs: runs, rows: rows, next: nil,
          timeZone: latest.period.timeZone))
    }
    if let name, entries.isEmpty {
      invocation.say("no run of \(name) is in the ledger")
    }
    let suppressed = try await ledger.suppressions().all.map {
      (address: $0.address.text, suppression: $0.suppression)
    }
    let report = ReportRunsReport(
      entries.sorted { $0.name < $1.name }, environment: session.environment.name,
      suppressed: suppressed)
    try invocation.write { report.rendered(as: $0, style: $1) }
    return .done
  }
}
