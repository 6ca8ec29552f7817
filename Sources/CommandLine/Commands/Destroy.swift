internal import Crypto
internal import Diagnostics
internal import Manifests
internal import Reconciler

extension Command {
  static let destroy = Command(
    "destroy", usage: "--kind KIND | --selector KEY=VALUE | --target ADDRESS",
    summary: "Delete what this project wrote, as far as its deletionPolicy allows it.",
    options: Option.scope + [
      Option("yes", short: "y", "Do not ask."),
      Option("approve-unsafe", value: "PLAN-ID", "Apply this plan although it breaks a limit."),
      .output,
    ]
  ) { invocation in
    guard Option.scope.contains(where: { invocation.arguments.has($0.name) }) else {
      throw Arguments.Misuse(
        message:
          "destroy needs --kind, --selector or --target, so that nobody deletes all by accident")
    }
    let run = "r-" + UUID.random().text
    invocation.announce(run: run)
    let session = try Session.withoutManifests(invocation)
    let source = ApplySource.demand { planning in
      let mine = planning.record.all.filter { known in
        known.owner == session.project.owner
          && planning.scope.contains(known.address, labels: known.labels)
      }
      return try await planning.proposal(
        for: [],
        removals: mine.map { known in
          Removal(
            address: known.address, id: known.id, reason: "is to be destroyed",
            keeping: .init(deletionPolicy: known.deletionPolicy, labels: known.labels))
        })
    }
    return try await Application(session: session, source: source, run: run).perform(share: 1)
  }
}
