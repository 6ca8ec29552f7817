/// The failures that an export's own state tells of.
extension ExportFailure {
  static func failed(_ reason: String?) -> ExportFailure {
    let known = reason.flatMap(ExportReason.init(rawValue:))
    return ExportFailure(
      .failed, "the org gave the export up" + (reason.map { ": \($0)" } ?? ""),
      hint: known?.hint ?? "gcsync report send NAME exports it again",
      canRetry: known?.isPassing ?? true)
  }

  static let cancelled = ExportFailure(
    .cancelled, "somebody called the export off",
    hint: "the org's list of exports shows who; gcsync report send NAME exports it again")

  static let expired = ExportFailure(
    .expired, "the export was kept too short a time: the org has removed it",
    hint: "gcsync report send NAME exports it again")

  static func unknownStatus(_ status: String) -> ExportFailure {
    ExportFailure(
      .unknownStatus,
      status.isEmpty
        ? "the org does not say how far the export is"
        : "the export is in a state nobody knows: \(status)",
      hint: "look the export up in the org; a newer gcsync may know the state")
  }

  static func urlMissing(state: String) -> ExportFailure {
    ExportFailure(
      .urlMissing, "the export is \(state), and the org does not say where its file is",
      hint: "gcsync report send NAME exports it again")
  }

  static let urlUnreadable = ExportFailure(
    .urlRefused, "what the org says of where the file is is no http or https URL")

  static func idMissing(_ member: String, correlation: String?) -> ExportFailure {
    ExportFailure(
      .idMissing, "the org answered without \(member), so that the export cannot be followed",
      hint: "an export may be under way in the org; gcsync report send NAME makes another one",
      correlation: correlation)
  }

  static func notFound(_ id: ExportID, correlation: String? = nil) -> ExportFailure {
    ExportFailure(
      .notFound, "the org knows no export \(id)",
      hint: "exports are kept for some days; gcsync report send NAME exports it again",
      correlation: correlation)
  }

  static func timeout(_ id: ExportID, _ budget: Duration, last: ExportFailure?) -> ExportFailure {
    ExportFailure(
      .timeout, "the export was not done within \(budget.components.seconds) s",
      hint: "gcsync report resume goes on with it; the mode deferred waits in later runs only",
      notes: ["export: \(id)"] + (last.map { ["the last answer: \($0.message)"] } ?? []),
      correlation: last?.correlation)
  }

  static let interrupted = ExportFailure(
    .interrupted, "the run was interrupted", hint: "gcsync report resume goes on with the export")
}
