import JSON
import Server

/// How exports of a report go, as a seed or a mutation sets it.
struct ExportRule: Sendable {
  enum Outcome: String, Sendable {
    case completed, partial, failed, cancelled, expired, unknown
    /// It is never done.
    case stuck
  }

  enum Content: String, Sendable {
    case plain
    /// A cell whose bytes are no UTF-8.
    case invalidUTF8
    /// A cell of 100 KB.
    case longCell
    /// Cells with markup, formulas, quotes and line breaks.
    case markup
  }

  enum Download: String, Sendable {
    case good
    /// Its URL is no longer good when it is told.
    case expired
    /// The connection ends before the file has come.
    case dropped
  }

  /// How many questions are answered before it is over.
  var polls = 2
  var outcome = Outcome.completed
  var reason: String?
  var download = Download.good
  var content = Content.plain
  /// How many rows there are; nil makes as many as the interval has hours and queues.
  var rows: Int?
  /// Whether the answer to the request names no export.
  var isNameless = false

  static let plain = ExportRule()

  private init() {}

  init(_ json: JSON) {
    polls = json["polls"]?.int ?? 2
    outcome = json["outcome"]?.string.flatMap(Outcome.init) ?? .completed
    reason = json["reason"]?.string
    download = json["download"]?.string.flatMap(Download.init) ?? .good
    content = json["content"]?.string.flatMap(Content.init) ?? .plain
    rows = json["rows"]?.int.map { max(0, min($0, 1_000_000)) }
    isNameless = json["nameless"]?.bool ?? false
  }
}

extension CollectionRule {
  /// The rules of exports; no path of the API leads to them.
  static let exportRules = CollectionRule(
    "exportRules", "export rules", "sandbox:exportRule",
    fields: [
      FieldRule("report", .text), FieldRule("polls", .whole(1...1_000_000)),
      FieldRule(
        "outcome",
        .oneOf(["completed", "partial", "failed", "cancelled", "expired", "unknown", "stuck"])),
      FieldRule("reason", .text), FieldRule("download", .oneOf(["good", "expired", "dropped"])),
      FieldRule("content", .oneOf(["plain", "invalidUTF8", "longCell", "markup"])),
      FieldRule("rows", .whole(0...1_000_000)), FieldRule("nameless", .flag),
    ], PlatformRule(methods: []))
}

extension Org {
  /// Returns the first rule whose `report` matches one of these names; one without matches any.
  func exportRule(for names: [String]) -> ExportRule {
    guard let position = position(of: "exportRules") else { return .plain }
    for id in self[position].ids {
      guard let rule = self[position][id]?.object else { continue }
      let glob = Glob(rule["report"]?.string ?? "*")
      if names.contains(where: glob.matches) { return ExportRule(rule) }
    }
    return .plain
  }
}
