internal import Diagnostics
internal import JSON
internal import Manifests
internal import Reconciler
internal import World

extension Application {
  /// Enters the run in the state, or notes that it goes on.
  func begin(_ agreement: Agreement, _ state: any StateStore) async throws {
    if case .resumed(let record, _) = source {
      try await state.update(record.id, state: .running, finished: nil, summary: record.summary)
      return
    }
    try await state.begin(
      RunRecord(
        id: run, environment: session.environment.name, owner: session.project.owner,
        actor: Actor.name(invocation.world.environment),
        commit: Actor.commit(invocation.world.environment), started: started,
        plan: agreement.file.document))
  }

  /// Enters what planning found and no request has to bring about.
  func enterFindings(
    of proposal: Proposal, _ journal: RunJournal, _ scribe: Scribe
  ) async throws {
    let now = invocation.world.now()
    var entries = proposal.unrecorded.map { found in
      JournalEntry(
        found.address, .unchanged, id: found.id, at: now, change: scribe.change(for: found, at: now)
      )
    }
    entries += proposal.forgotten.map {
      JournalEntry($0, .unchanged, at: now, change: .forget($0))
    }
    if !entries.isEmpty { try await journal.write(entries) }
  }

  /// Enters how the run ended, and says how to go on where something is left to do.
  func finish(_ results: [OperationResult], _ state: any StateStore) async throws {
    let isDone = results.allSatisfy(\.isApplied)
    let ending: RunRecord.State =
      isDone ? .done : interruption.isRequested ? .interrupted : .failed
    var summary: [String: Int] = [:]
    for result in results { summary[result.outcome.word, default: 0] += 1 }
    try await state.update(
      run, state: ending, finished: invocation.world.now(), summary: summary)
    if !isDone {
      invocation.say("resume with gcsync apply --resume \(run)")
    }
  }

  /// Reads every secret the plan sends, before the first write.
  func secrets(
    of agreement: Agreement, _ connection: Connection
  ) async throws -> [String: Secret] {
    var places: [String: SecretSource] = [:]
    for manifest in session.manifests.manifests {
      for (_, source) in manifest.secrets { places[source.text] = source }
    }
    var secrets: [String: Secret] = [:]
    var problems: [Diagnostic] = []
    let texts = Set(
      agreement.plan.operations.lazy.filter(\.blockedBy.isEmpty).flatMap { operation in
        guard let after = operation.after, let kind = session.kinds.kinds[operation.address.kind]
        else { return Set<String>() }
        return kind.spec.secretSources(in: after)
      })
    let sources = texts.sorted().map { places[$0] ?? SecretSource($0) }
    await connection.secrets.fetch(sources)
    for source in sources {
      do throws(DiagnosticsError) {
        secrets[source.text] = try connection.secrets.resolve(source)
      } catch {
        problems += error.diagnostics
      }
    }
    guard problems.isEmpty else {
      throw CommandFailure(.error, Array(Set(problems)).inReadingOrder())
    }
    return secrets
  }
}

extension OperationResult.Outcome {
  /// The outcome as one word, for counts.
  fileprivate var word: String {
    switch self {
    case .applied: "applied"
    case .unchanged: "unchanged"
    case .failed: "failed"
    case .skipped: "skipped"
    }
  }
}
