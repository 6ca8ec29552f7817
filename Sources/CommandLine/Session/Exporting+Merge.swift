internal import Diagnostics
internal import Manifests
internal import Reconciler

extension Exporting {
  /// Brings the manifests of declared objects up to date, and writes files for the others.
  ///
  /// What could not be read whole is not merged, since the manifests of what is missing would stay.
  func merge() async throws -> ExitCode {
    try refuseIncompleteReads()
    reportMissingLists()
    var planning = try await Planning(session: session, connection: connection)
    planning.observed = observed
    planning.scope.kinds = Set(collections.map(\.kind)).union(sharing.map(\.name))
    let proposal = try await planning.proposal()
    if let obstacle = proposal.obstacle { throw obstacle }
    session.invocation.report(proposal.plan.operations.compactMap(Self.missing))
    let accepting = Accepting(session: session, planning: planning)
    let changes = proposal.plan.operations.filter { $0.action != .create && $0.action != .delete }
    let result = try await accepting.accept(changes) { $0.fields.map(\.path) }
    let others = undeclared(proposal.found)
    let folder = session.invocation.arguments.last("out") ?? session.project.manifestFolder
    let newcomers = ManifestFolder(folder)
    try newcomers.check(others)
    try accepting.write(result)
    if !others.isEmpty { try newcomers.write(others, for: session) }
    return .done
  }

  private func refuseIncompleteReads() throws(CommandFailure) {
    let problems = all.compactMap(\.problem)
    guard !problems.isEmpty else { return }
    throw CommandFailure(problems.areRefused ? .authentication : .error, problems)
  }

  /// Says of a declared object that the org does not have that its manifest was left alone.
  private static func missing(_ operation: Operation) -> Diagnostic? {
    guard operation.action == .create else { return nil }
    return .warning(
      "not-in-the-org", "the org has no \(operation.address); its manifest stays as it is",
      address: operation.address.description,
      hint: "remove the manifest, or create the object with gcsync apply")
  }
}
