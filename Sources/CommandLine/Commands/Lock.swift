internal import Diagnostics
internal import Manifests
internal import Reconciler
internal import Rendering
internal import World

extension Command {
  static let lock = Command(
    "lock", usage: "list | release RUN",
    summary: "Show who may write to the environment now, or take that from a run that is dead.",
    options: [.output]
  ) { invocation in
    let session = try Session.withoutManifests(invocation)
    let state = try session.backend().present()
    let lease = try await state?.lease()
    let words = invocation.arguments.positional
    switch words.first {
    case "list" where words.count == 1:
      try invocation.write {
        LeaseRendering.rendered(
          lease, environment: session.environment.name, now: invocation.world.now(), as: $0,
          style: $1)
      }
    case "release" where words.count == 2:
      guard let lease, lease.run == words[1] else {
        throw DiagnosticsError(
          .error(
            "no-lease", "the run \(words[1]) holds no lease of \(session.environment.name)",
            hint: "gcsync lock list shows which run does"))
      }
      try await state?.release(lease)
      invocation.say(
        "released the lease of \(lease.run); if that run still lives, it stops writing")
    default: throw Arguments.Misuse(message: "lock is list or release RUN")
    }
    return .done
  }
}
