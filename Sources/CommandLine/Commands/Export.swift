internal import Diagnostics
internal import Manifests
internal import Reconciler
internal import World

extension Command {
  static let export = Command(
    "export", usage: "[KIND…]",
    summary: "Write what the org holds as manifests; changes nothing in the org.",
    options: [
      Option(
        "out", value: "DIR",
        "Write a file for each object below this folder, instead of all to standard output."),
      Option(
        "merge",
        "Bring the manifests that declare an object up to date where they stand, comments, "
          + "variables and overlays kept, and write files only for the others."),
      Option("with-ids", "Also write the ids of objects that are found without them."),
    ],
    details:
      "Ids are left out where an object is found by its name, defaults where leaving them out says "
      + "the same,\nand references are by name. The org does not tell secrets: each is written as "
      + "secretRef: fill-in:NAME,\nwhich validate refuses until it says where the secret is kept.\n"
      + "A kind that cannot be read is left out and named at the end: exit code 3 where a permission "
      + "is missing for\neach of them, else 1. What gcsync only looks up, such as users, is referred "
      + "to with external: true.\nWhat lives in AWS is exported where its kind is named, such as "
      + "EventPipeline."
  ) { invocation in
    // Only a merge needs the manifests that are there to be right.
    let session =
      try invocation.arguments.has("merge") ? Session.load(invocation) : Session(invocation)
    let kinds = try invocation.arguments.positional.map { name in
      try session.kind(named: name)
    }
    let exporting = try await Exporting(session, kinds: kinds)
    return try await exporting.perform()
  }
}

extension Session {
  /// Returns the kind of a name that somebody typed.
  func kind(named name: String) throws(Arguments.Misuse) -> Kind {
    guard let kind = kinds.kinds[name] else {
      let near = nearestName(to: name, in: kinds.kinds.keys.sorted())
      throw Arguments.Misuse(
        message: "there is no kind \"\(name)\"" + (near.map { "; did you mean \($0)?" } ?? ""))
    }
    return kind
  }
}
