internal import Diagnostics
internal import JSON
internal import Manifests
internal import Reconciler
internal import World

extension Command {
  static let schema = Command(
    "schema", usage: "[KIND] [--overlay]",
    summary: "Print a kind's JSON Schema for an editor; without KIND, list the kinds.",
    options: [Option("overlay", "The schema of an overlay, which may leave everything out.")]
  ) { invocation in
    let kinds = try invocation.kinds()
    guard let name = invocation.arguments.positional.first else {
      for kind in kinds.kinds.values.sorted(by: { $0.name < $1.name }) {
        invocation.console.out("\(kind.name)\t\(kind.summary)\n")
      }
      return .done
    }
    let overlay = invocation.arguments.has("overlay")
    guard let schema = kinds.standaloneSchema(of: name, forOverlays: overlay) else {
      let near = nearestName(to: name, in: kinds.kinds.keys)
      throw DiagnosticsError(
        .error(
          "unknown-kind", "there is no kind \"\(name)\"",
          hint: near.map { "did you mean \"\($0)\"?" } ?? "gcsync schema lists them"))
    }
    invocation.console.out(schema.prettyText + "\n")
    return .done
  }
}

extension Invocation {
  /// The kinds of the project at hand, or the built-in ones where there is none.
  func kinds() throws -> KindLibrary {
    let start = Files.canonicalPath(arguments.last("directory") ?? ".")
    let (builtIn, _) = KindLibrary.load()
    guard let folder = Project.find(from: start),
      let project = try? Project.load(folder: folder, shownAs: folder, kinds: builtIn)
    else { return builtIn }
    let (kinds, problems) = KindLibrary.load(project.schemaFolders)
    if problems.hasErrors { throw CommandFailure(.invalid, problems) }
    return kinds
  }
}
