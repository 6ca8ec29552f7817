internal import Manifests
internal import Reconciler

extension Command {
  static let kind = Command(
    "kind", usage: "new NAME --list-path PATH",
    summary: "Draft the schema of a kind of your own from an object that the org has.",
    options: [
      Option(
        "list-path", value: "PATH",
        "Where the org lists the objects, such as /api/v2/routing/skills; a query is kept."),
      Option("sample", value: "ID", "The object to learn from; the first of the list by default."),
      Option(
        "name-field", value: "POINTER",
        "The member that holds an object's name, such as /title; /name by default."),
      Option(
        "out", value: "FILE",
        "Where to write the schema; NAME.json in the project's first folder of schemas by default."
      ),
    ],
    details: """
      Reads the list and the object, writes nothing to the org, and takes no value over into the \
      draft.
      Example: gcsync kind new Skill --list-path /api/v2/routing/skills
      """
  ) { invocation in
    let words = invocation.arguments.positional
    guard words.count == 2, words[0] == "new" else {
      throw Arguments.Misuse(message: "kind is called as in kind new Skill --list-path PATH")
    }
    let drafting = try KindDrafting(
      Session.withoutManifests(invocation), name: words[1])
    return try await drafting.perform()
  }
}
