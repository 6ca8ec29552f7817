internal import Manifests
internal import Reconciler
internal import Rendering
internal import World

extension Command {
  static let history = Command(
    "history", summary: "List the runs of an environment, the newest first.", options: [.output]
  ) { invocation in
    let session = try Session.withoutManifests(invocation)
    let state = try session.backend().present()
    let lease = try await state?.lease()
    let now = invocation.world.now()
    let runs = try await state?.runs().map { run in
      var run = run
      // A run that says it goes on and has no lease was killed.
      let isAlive = lease?.run == run.id && lease?.isExpired(at: now) == false
      if run.state == .running, !isAlive { run.state = .interrupted }
      return run
    }
    try invocation.write {
      HistoryRendering.rendered(
        runs ?? [], environment: session.environment.name, as: $0, style: $1)
    }
    return .done
  }
}
