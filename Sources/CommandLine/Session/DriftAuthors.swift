internal import Diagnostics
internal import Genesys
internal import JSON
internal import Manifests
internal import Reconciler
internal import Rendering
internal import World

/// Finds out who changed in the org what has moved there; asks only where something has.
struct DriftAuthors: Sendable {
  private let session: Session
  private let reader: AuditReader
  private let view: DriftView

  init(_ session: Session, _ connection: Connection, _ view: DriftView) {
    (self.session, self.view) = (session, view)
    reader = AuditReader(
      ReadingClient(connection.client, connection: connection.genesys),
      ownClient: connection.clientID?.reveal { $0 }, world: session.invocation.world)
  }

  /// Returns the last change of each object that moved, and a note where that cannot be known.
  func find(
    in proposal: Proposal
  ) async -> (moved: [Address: PlanReport.Moved], findings: [Diagnostic]) {
    var questions: [Address: AuditReader.Question] = [:]
    for operation in proposal.plan.operations where view.isDrift(operation) {
      questions[operation.address] = question(operation)
    }
    let isRefused = proposal.findings.contains { $0.code == "authentication-failed" }
    guard !questions.isEmpty, !isRefused else { return ([:], []) }
    let answer = await reader.changes(of: Array(questions.values))
    let moved = questions.compactMapValues { question in
      answer.changes[question].map { PlanReport.Moved(by: $0.by, at: $0.at) }
    }
    return (moved, moved.count == questions.count ? [] : remark(answer))
  }

  /// What is asked of an object; nil where the audit trail does not know such objects.
  private func question(_ operation: Operation) -> AuditReader.Question? {
    let address = operation.address
    let kind = session.pieces.byCollection[address.collection] ?? session.kinds.kinds[address.kind]
    guard let audit = kind?.wires[session.environment.genesys.profile]?.audit,
      let id = operation.id ?? view.record[address]?.id, id != Wire.singletonID,
      let interest = interest(operation, kind?.wires[session.environment.genesys.profile])
    else { return nil }
    return AuditReader.Question(
      audit: audit, id: id, interest: interest, since: view.record[address]?.time)
  }

  /// What somebody did that drift shows; nil where nothing was done to the object itself.
  private func interest(_ operation: Operation, _ wire: Wire?) -> AuditInterest? {
    if operation.action == .create { return .deletion }
    if view.isRemade(operation) { return .creation }
    let fields = view.touched(operation).map { Array($0.path.tokens.dropFirst()) }
    if fields.isEmpty, !operation.fields.isEmpty { return nil }
    return .change(fields, callsThemOtherwise: wire?.lens != nil || fields.isEmpty)
  }

  private func remark(_ answer: AuditReader.Answer) -> [Diagnostic] {
    guard let problem = answer.problem else { return [] }
    let isForbidden = answer.isForbidden
    return [
      Diagnostic(
        .note, "authors-unknown",
        isForbidden
          ? "who changed the org is not told: the client lacks \(AuditReader.permission)"
          : "who changed the org is not known for all objects: \(problem)",
        hint: isForbidden ? "gcsync doctor --role prints a role that has it" : nil)
    ]
  }
}
