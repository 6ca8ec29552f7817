internal import Diagnostics
internal import JSON
internal import Manifests
internal import Reconciler
internal import World
internal import YAML

extension Command {
  static let schema = Command(
    "schema", usage: "[KIND] [--overlay | --example] | --all --out DIR",
    summary: "Print a kind's JSON Schema for an editor; without KIND, list the kinds.",
    options: [
      Option("overlay", "The schema of an overlay, which may leave everything out."),
      Option("example", "A short manifest of the kind instead, to begin with."),
      Option("all", "Write the schemas of all kinds, for an editor that is to work offline."),
      Option("out", value: "DIR", "The folder for --all, such as schemas/gcsync."),
    ],
    details: "Project, Rule and DriftBaseline have a schema too, for gcsync.yaml and its like."
  ) { invocation in
    let kinds = try invocation.kinds()
    if invocation.arguments.has("all") { return try writeSchemas(kinds, invocation) }
    guard let name = invocation.arguments.positional.first else {
      for kind in kinds.kinds.values.sorted(by: { $0.name < $1.name }) {
        invocation.console.out("\(kind.name)\t\(kind.summary)\n")
      }
      return .done
    }
    let overlay = invocation.arguments.has("overlay")
    guard let schema = kinds.standaloneSchema(of: name, forOverlays: overlay) else {
      let near = nearestName(to: name, in: kinds.documentNames)
      throw DiagnosticsError(
        .error(
          "unknown-kind", "there is no kind \"\(name)\"",
          hint: near.map { "did you mean \"\($0)\"?" } ?? "gcsync schema lists them"))
    }
    let wantsExample = invocation.arguments.has("example")
    invocation.console.out(
      wantsExample ? try example(of: name, in: kinds) : schema.prettyText + "\n")
    return .done
  }

  private static func example(of name: String, in kinds: KindLibrary) throws -> String {
    guard let manifest = kinds.snippet(of: name) else {
      throw DiagnosticsError(
        .error(
          "no-example", "there is no manifest of the kind \"\(name)\" to show",
          hint: kinds.kinds[name] == nil
            ? "gcsync explain \(name) tells what the document says"
            : "it is only looked up: refer to it with external: true"))
    }
    let text = YAML.text(of: manifest)
    guard text.contains("external: true") else { return text }
    return "# external: true looks an object up; drop it where a manifest declares it.\n\(text)"
  }

  /// Writes every kind's schema into the folder of the editor's copies.
  private static func writeSchemas(
    _ kinds: KindLibrary, _ invocation: Invocation
  ) throws -> ExitCode {
    guard let folder = invocation.arguments.last("out") else {
      throw Arguments.Misuse(message: "--all needs --out DIR, such as --out schemas/gcsync")
    }
    let names = Profile.allCases.flatMap(kinds.declarable)
    let files = kinds.editorSchemas(of: Set(names).sorted())
    do throws(FileError) {
      try Files.createDirectory("\(folder)/overlays")
      for file in files {
        let bytes = Array((file.schema.prettyText + "\n").utf8)
        try Files.write(bytes, to: "\(folder)/\(file.path)", durable: false)
      }
    } catch {
      throw CommandFailure(
        .error,
        .error(
          "output-not-written", error.description, hint: "name a folder that can be written to"))
    }
    invocation.say("\(counted(files.count, "schema")) in \(folder)")
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
