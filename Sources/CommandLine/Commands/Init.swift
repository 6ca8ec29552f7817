internal import Diagnostics
internal import Genesys
internal import Manifests
internal import Reconciler

extension Command {
  static let initialize = Command(
    "init", usage: "[DIR]",
    summary: "Start a project: gcsync.yaml, example manifests, workflows, editor settings.",
    options: [
      Option(
        "profile", value: "PROFILE", choices: Profile.allCases.map(\.rawValue),
        "Which API the org is spoken to in: platform is the public one, guide that of the guides."),
      Option("domain", value: "DOMAIN", "The org's domain, such as mypurecloud.ie, or its region."),
      Option("owner", value: "OWNER", "Who owns the objects; the repository's name by default."),
      Option("region", value: "REGION", "The AWS region; the org's own by default."),
      Option(
        "ci", value: "HOST", choices: Scaffold.Pipeline.allCases.map(\.rawValue),
        "The workflows to write; those of the repository's host by default."),
      Option(
        "kinds", value: "KIND,…", repeatable: true, "The kinds to write examples of; or none."),
      Option("hook", "Write a hook that checks manifests before each commit."),
      Option("keep", "Leave files that stand there as they are, and write the others."),
      Option("yes", short: "y", "Ask nothing."),
    ],
    details: """
      Asks on a terminal for what no option says. Writes over no file: where one stands in the way
      nothing is written, unless --keep is given. -e names the environment of the real org, prod by
      default; another, sandbox, is for trying things without it.
      """
  ) { invocation in
    try Scaffolding(invocation).perform()
  }
}
