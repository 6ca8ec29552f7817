internal import Diagnostics
internal import Mail
internal import Reconciler

/// Whom a run goes to, and who of those that were named gets nothing.
struct Audience: Sendable {
  var open: [Mailbox] = []
  var suppressed: [(mailbox: Mailbox, suppression: Suppression)] = []
  /// What is wrong with the lists, one sentence each.
  var problems: [String] = []

  var words: String {
    var parts = [counted(open.count, "recipient")]
    if !suppressed.isEmpty {
      parts.append(
        "suppressed: "
          + suppressed.map { "\($0.mailbox.address) (\($0.suppression.reason))" }
          .joined(separator: ", "))
    }
    parts += problems
    return parts.joined(separator: "; ")
  }
}

extension ReportWork {
  /// Reads whom the report goes to now, and leaves out who gets no mail.
  func audience() async throws(WorkError) -> Audience {
    var audience = Audience()
    var lists: [SourceFile] = []
    if let recipients {
      lists = [
        SourceFile(name: "--to", bytes: Array(recipients.joined(separator: "\n").utf8))
      ]
    } else {
      for store in declaration.delivery.stores {
        lists.append(
          try await trying(.recipients) { () async throws(RunFailure) in
            try await services.recipients(store)
          })
      }
    }
    var named: [Mailbox] = []
    for list in lists {
      let read = RecipientList(
        reading: list, as: recipients == nil ? nil : .lines,
        allowing: declaration.delivery.domains)
      named += read.recipients.filter { new in
        !named.contains { $0.address.text.lowercased() == new.address.text.lowercased() }
      }
      audience.problems += read.diagnostics.filter { $0.severity == .error }.map { problem in
        problem.location.map { "\($0.file.name):\($0.line): \(problem.message)" } ?? problem.message
      }
    }
    let suppressions: SuppressionList
    do throws(StateFailure) {
      suppressions = try await services.ledger.suppressions()
    } catch {
      throw .state(error)
    }
    (audience.open, audience.suppressed) = suppressions.divide(named)
    try await enter(audience)
    return audience
  }

  private func enter(_ audience: Audience) async throws(WorkError) {
    let suppressed = audience.suppressed.map(\.mailbox.address.text)
    let isFit = !audience.open.isEmpty && audience.problems.isEmpty
    try await enter(.recipients, isFit ? .done : .failed, audience.words) { run, _ in
      run.suppressed = suppressed
    }
    guard audience.open.isEmpty else { return }
    throw .run(
      audience.suppressed.isEmpty
        ? RunFailure(
          "no-recipients", "nobody is left to send it to: \(audience.words)",
          hint: "name at least one address that may get it; gcsync report send sends it then",
          canRetry: false)
        : RunFailure(
          "all-suppressed", "every recipient is suppressed: \(audience.words)",
          hint: "gcsync report bounces --lift ADDRESS sends to one again", canRetry: false))
  }
}
