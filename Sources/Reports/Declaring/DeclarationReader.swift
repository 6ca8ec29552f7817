package import Diagnostics
package import JSON
internal import Mail
internal import World

extension ReportDeclaration {
  /// Reads the spec of a manifest, whose schema has accepted it; without a declaration there is an
  /// error among the problems.
  package static func read(
    _ spec: JSON, isPlatform: Bool, zones: TimeZoneDatabase = TimeZoneDatabase(),
    at locate: @escaping (JSONPointer) -> SourceLocation? = { _ in nil }, address: String? = nil
  ) -> (declaration: ReportDeclaration?, problems: [Diagnostic]) {
    var reader = DeclarationReader(
      spec: spec, isPlatform: isPlatform, zones: zones, locate: locate, address: address)
    let declaration = reader.declaration()
    return (reader.problems.hasErrors ? nil : declaration, reader.problems)
  }
}

/// Reads a declaration member by member and collects what is wrong.
struct DeclarationReader {
  let spec: JSON
  let isPlatform: Bool
  let zones: TimeZoneDatabase
  /// Where something of the manifest stands in its file.
  let locate: (JSONPointer) -> SourceLocation?
  let address: String?
  private(set) var problems: [Diagnostic] = []

  init(
    spec: JSON, isPlatform: Bool, zones: TimeZoneDatabase,
    locate: @escaping (JSONPointer) -> SourceLocation?, address: String?
  ) {
    (self.spec, self.isPlatform, self.zones) = (spec, isPlatform, zones)
    (self.locate, self.address) = (locate, address)
  }

  mutating func report(
    _ path: [String], _ code: String, _ message: String, hint: String?,
    as severity: Diagnostic.Severity = .error
  ) {
    problems.append(
      Diagnostic(
        severity, code, message, at: locate(JSONPointer(["spec"] + path)), address: address,
        hint: hint))
  }

  mutating func warn(_ path: [String], _ code: String, _ message: String, hint: String?) {
    report(path, code, message, hint: hint, as: .warning)
  }

  mutating func declaration() -> ReportDeclaration? {
    checkReport()
    let schedule = schedule()
    let (period, isCounted) = period()
    let catchUp = catchUp()
    let export = export()
    let delivery = delivery()
    let layout = layout()
    let notice = notice()
    guard let schedule, let period, let export, let delivery, let layout else { return nil }
    checkPeriods(of: schedule, covering: period)
    return ReportDeclaration(
      name: spec["name"]?.string ?? "", title: spec["title"]?.string ?? "",
      isEnabled: spec["enabled"]?.bool ?? true, report: report(covering: period),
      schedule: schedule, period: period, isCountedFromNow: isCounted, catchUp: catchUp,
      export: export, delivery: delivery, layout: layout, notice: notice)
  }

  private mutating func checkReport() {
    if spec["title"]?.string?.unicodeScalars.contains(where: { $0.value < 32 || $0.value == 127 })
      == true
    {
      report(
        ["title"], "invalid-text", "the title holds a line break or a control character",
        hint: "it stands in the subject, which is one line")
    }
    let needed = isPlatform ? ["viewType"] : ["reportId", "format"]
    for name in needed where spec["report"]?[name] == nil {
      report(
        ["report"], "missing-field", "report is missing \"\(name)\"",
        hint: isPlatform
          ? "the platform exports a view: viewType, with its filter and period"
          : "the guide profile exports a report: reportId, format")
    }
  }

  /// What is asked of the API; the guide's counts the period back from now.
  private func report(covering period: Period) -> JSON {
    let words = (spec["report"]?.object ?? [:]).filter { word in
      Self.guideWords.contains(word.key) != isPlatform
    }
    var report = JSONObject(words.map { ($0.key, $0.value) })
    if !isPlatform, report["dateRange"] == nil { report["dateRange"] = period.relativeRange }
    return .object(report)
  }

  /// What belongs to the guide profile alone; a manifest may say what both need.
  private static let guideWords: Set = ["reportId", "format", "dateRange", "filters"]

  private mutating func schedule() -> Schedule? {
    let words = spec["schedule"]
    var expression: CronExpression?
    do throws(CronError) {
      let read = try CronExpression(words?["cron"]?.string ?? "")
      for remark in read.remarks { take(remark, .warning) }
      expression = read
    } catch {
      for problem in error.problems { take(problem, .error) }
    }
    do throws(TimeZoneError) {
      let zone = try zones.rules(of: words?["timeZone"]?.string ?? "")
      return expression.map { Schedule($0, in: zone) }
    } catch {
      report(
        ["schedule", "timeZone"], "invalid-time-zone", error.message, hint: error.remedy)
      return nil
    }
  }

  private mutating func take(_ problem: CronProblem, _ severity: Diagnostic.Severity) {
    report(
      ["schedule", "cron"], "invalid-cron", "column \(problem.column): \(problem.message)",
      hint: problem.remedy, as: severity)
  }

  private mutating func catchUp() -> CatchUp {
    if !isPlatform, spec["schedule"]?["catchUp"]?.string == "all" {
      warn(
        ["schedule", "catchUp"], "catch-up-of-now",
        "the guide profile's API counts back from now, so that only the latest run can be made later",
        hint: "write catchUp: latest")
    }
    let hours = spec["schedule"]?["graceHours"]?.number?.double ?? 24
    let grace = Duration.milliseconds(Int64(hours * 3_600_000))
    switch spec["schedule"]?["catchUp"]?.string ?? "latest" {
    // What is due now, and nothing older.
    case "none": return .latest(within: min(grace, .seconds(3600)))
    case "all": return .all(upTo: 100, within: grace)
    default: return .latest(within: grace)
    }
  }

  private mutating func export() -> ExportManner? {
    let words = spec["export"]
    if words?["mode"]?.string == "deferred" { return .deferred(polls: words?["polls"]?.int ?? 2) }
    let budget = words?["budgetSeconds"]?.int ?? 60
    if let limit = words?["runtimeSeconds"]?.int, budget >= limit {
      report(
        ["export"], "budget-beyond-runtime",
        "waiting \(budget) s for the export takes longer than the \(limit) s it may run",
        hint: "lower budgetSeconds, or write mode: deferred and let report resume finish")
      return nil
    }
    return .wait(budget: .seconds(budget))
  }

  private mutating func layout() -> ReportLayout? {
    do throws(DiagnosticsError) {
      return try ReportLayout(spec["layout"] ?? [:], at: locate, address: address)
    } catch {
      problems += error.diagnostics
      return nil
    }
  }

  private mutating func notice() -> FailureNotice? {
    guard let words = spec["onFailure"] else { return nil }
    var mail: [Mailbox] = []
    for (index, entry) in (words["mail"]?.array ?? []).enumerated() {
      mailbox(entry.string, ["onFailure", "mail", String(index)]).map { mail.append($0) }
    }
    let webhook = words["webhook"]?.string
    if words["mail"] == nil, webhook == nil {
      report(
        ["onFailure"], "nobody-told", "onFailure names nobody who would be told",
        hint: "write mail: [address] or webhook: URL")
    }
    return FailureNotice(mail: mail, webhook: webhook, after: words["after"]?.int ?? 1)
  }

  /// Reads an address, and says what is wrong with it at its place.
  mutating func mailbox(_ text: String?, _ path: [String]) -> Mailbox? {
    guard let text else { return nil }
    do throws(AddressError) {
      return try Mailbox(parsing: text)
    } catch {
      report(path, "invalid-address", error.message, hint: error.remedy)
      return nil
    }
  }
}
