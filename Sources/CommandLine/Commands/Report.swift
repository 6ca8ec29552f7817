extension Command {
  static let report = Command(
    "report",
    usage: "run | send NAME | preview NAME | resume [NAME] | history [NAME] | bounces",
    summary: "Send the scheduled reports, and tell what became of every one.",
    options: Option.reportRunning + Option.reportPreview + Option.reportBounces + [.output],
    details: """
      run      sends what is due now, once for each period whoever runs it, and goes on with what is
               not done; for cron, a CronJob or a scheduler, every few minutes. --loop stays.
      send     sends one report now, in a run of its own that never stands for a period's. --to sends
               it to others, --dry-run to nobody: it tells what would be sent.
      preview  draws a report of the manifests into --out, from an export or from --data.
      resume   goes on with exports that were not done, and with runs that failed for the moment.
      history  lists the runs, with --rows every step and recipient.
      bounces  reads what came back: --mailbox FOLDER, --mailbox imaps://… or --ses QUEUE, and tells
               who is suppressed. --lift ADDRESS sends to somebody again, --suppress stops.

      What is sent is what apply has published; --from-manifests takes the manifests instead, keeps
      nothing and so cannot guarantee that a report is sent once.
        gcsync report run -e prod
        gcsync report preview queue-performance --data export.csv --out queue.pdf --png
        gcsync report send queue-performance --to reports-owner@example.com
      """
  ) { invocation in
    var words = invocation.arguments.positional[...]
    switch (words.popFirst(), words.first, words.count) {
    case ("run", nil, _): return try await runReports(invocation)
    case ("send", let name?, 1): return try await sendReport(name, invocation)
    case ("preview", let name?, 1): return try await previewReport(name, invocation)
    case ("resume", let name, ...1): return try await resumeReports(name, invocation)
    case ("history", let name, ...1): return try await reportHistory(name, invocation)
    case ("bounces", nil, _): return try await reportBounces(invocation)
    default:
      throw Arguments.Misuse(
        message: "report is run, send NAME, preview NAME, resume [NAME], history [NAME] or bounces")
    }
  }
}

extension Option {
  /// How reports are run.
  fileprivate static let reportRunning: [Option] = [
    Option("loop", "Stay, and send what comes due until it is stopped."),
    Option("every", value: "TIME", "How often --loop looks; 60s by default."),
    Option("from-manifests", "Take the manifests instead of what was published."),
    Option("to", value: "ADDRESS", repeatable: true, "Send to this address alone."),
    Option("dry-run", "Do everything but send, and keep nothing."),
    Option("rows", "Tell of every step and every recipient."),
    Option("limit", value: "N", "How many runs of each report to list; 20 by default."),
  ]

  /// What is drawn.
  fileprivate static let reportPreview: [Option] = [
    Option(
      "out", value: "FILE", "Where the preview goes: a .pdf, .png, .csv, .xlsx, .html or .txt."),
    Option("data", value: "FILE", "Draw this CSV or XLSX instead of an export."),
    Option("png", "Also draw each page beside it as PNG."),
  ]

  /// What came back.
  fileprivate static let reportBounces: [Option] = [
    Option("mailbox", value: "PLACE", "A Maildir, or imaps://USER@HOST/FOLDER."),
    Option("password", value: "SECRET", "Where the mailbox's password is kept, as in env:NAME."),
    Option("ses", value: "QUEUE", "The SQS queue that Amazon SES tells of bounces."),
    Option("lift", value: "ADDRESS", repeatable: true, "Send to this address again."),
    Option("suppress", value: "ADDRESS", repeatable: true, "Send to this address no more."),
  ]
}
