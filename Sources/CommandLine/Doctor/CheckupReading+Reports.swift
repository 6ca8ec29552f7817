internal import DNS
internal import Diagnostics
internal import Genesys
internal import Mail
internal import Manifests
internal import Reconciler
internal import Rendering
internal import World

extension CheckupReading {
  /// Looks at what the domain of the sender publishes; nil where the environment sends no mail.
  func senderReport() async -> SenderReport? {
    guard let mail = session.environment.mail else { return nil }
    let resolver = Resolver(.ofSystem(world), world: world)
    return await SenderReport.read(
      mail.from.address, selectors: mail.dkimSelectors, through: resolver)
  }

  /// Says what the reports of the manifests take; nil where there are none.
  func reportFinding(_ evidence: PermissionEvidence?) -> ReportFinding? {
    let count = session.manifests.manifests.count { $0.kind.name == ReportFinding.kind }
    return ReportFinding(
      count: count, profile: session.environment.genesys.profile, evidence: evidence)
  }

  /// Returns what was found of a sender, at the place where the project names it.
  func diagnostics(_ report: SenderReport?) -> [Diagnostic] {
    (report?.diagnostics ?? []).map { problem in
      var problem = problem
      problem.location = session.environment.mail?.location
      return problem
    }
  }
}
