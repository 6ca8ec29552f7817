internal import Diagnostics
internal import Manifests
internal import Reconciler
internal import Rendering
internal import World

extension Command {
  static let show = Command(
    "show", usage: "PLAN",
    summary: "Show a saved plan, whether it can still be applied or not; contacts nothing.",
    options: [.output], forms: Invocation.Output.Form.changes
  ) { invocation in
    guard let path = invocation.arguments.positional.first else {
      throw Arguments.Misuse(message: "show needs the file of a plan")
    }
    let file = try PlanFile.load(path)
    let kinds =
      (try? Session.withoutManifests(invocation, environment: file.plan.header.environment))?
      .kinds ?? KindLibrary.load().0
    let report = PlanReport(
      file.proposal, kinds: kinds.kinds, exitCode: 0,
      saved: .init(file, isExpired: file.isExpired(at: invocation.world.now())))
    try invocation.write(report)
    return .done
  }
}
