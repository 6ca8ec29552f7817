internal import Diagnostics
internal import Manifests
internal import Reconciler
internal import World

/// Makes a project: asks, looks what stands in the way, writes, and says what comes next.
struct Scaffolding: Sendable {
  let invocation: Invocation
  let shown: String
  let folder: String
  let repository: SurroundingRepository?
  let library = KindLibrary.load().0

  init(_ invocation: Invocation) throws(Arguments.Misuse) {
    self.invocation = invocation
    let words = invocation.arguments.positional
    guard words.count <= 1 else {
      throw Arguments.Misuse(message: "init takes one folder, not \(words.count)")
    }
    let base = invocation.arguments.last("directory") ?? "."
    let place = words.first ?? "."
    shown = place.hasPrefix("/") || base == "." ? place : place == "." ? base : "\(base)/\(place)"
    folder =
      shown.hasPrefix("/") ? shown : Files.canonicalPath(".") + (shown == "." ? "" : "/\(shown)")
    repository = SurroundingRepository(around: folder)
  }

  func perform() throws -> ExitCode {
    let scaffold = try chosen()
    let files = scaffold.files
    let standing = files.filter { Files.exists(place(of: $0)) && !isAlike($0) }
    let obstacles = standing.filter { !$0.isShared }
    guard obstacles.isEmpty || invocation.arguments.has("keep") else {
      throw CommandFailure(.error, obstacle(obstacles.map(\.path)))
    }
    let new = files.filter { !Files.exists(place(of: $0)) }
    do throws(FileError) {
      for file in new { try write(file) }
    } catch {
      throw CommandFailure(
        .error,
        .error(
          "output-not-written", error.description,
          hint: "make room or choose another folder; what was written stays"))
    }
    tell(new, standing, scaffold)
    return .done
  }

  /// Returns where a file is to be, whether its folder is there already or not.
  private func place(of file: Scaffold.File) -> String {
    guard let repository, file.levelsUp > 0 else { return "\(folder)/\(file.path)" }
    return "\(repository.root)/\(file.path.dropFirst(3 * file.levelsUp))"
  }

  /// Whether a file that stands there says just what would be written.
  private func isAlike(_ file: Scaffold.File) -> Bool {
    (try? Files.read(place(of: file))) == Array(file.text.utf8)
  }

  private func obstacle(_ paths: [String]) -> Diagnostic {
    let first = paths.prefix(5).joined(separator: ", ")
    let more = paths.count > 5 ? " and \(paths.count - 5) more" : ""
    return .error(
      "file-exists", "\(shown == "." ? "here" : shown) has \(first)\(more) already",
      hint: "choose another folder, or keep these and write the others with --keep")
  }

  private func write(_ file: Scaffold.File) throws(FileError) {
    let path = place(of: file)
    if let slash = path.lastIndex(of: "/") { try Files.createDirectory(String(path[..<slash])) }
    // Made by the hundred, and easily made again.
    try Files.write(Array(file.text.utf8), to: path, mode: file.mode, durable: false)
  }

  private func tell(_ new: [Scaffold.File], _ standing: [Scaffold.File], _ scaffold: Scaffold) {
    let isSchema = { (file: Scaffold.File) in file.path.hasPrefix(Scaffold.schemaFolder) }
    for file in new where !isSchema(file) { invocation.console.out("\(file.path)\n") }
    let schemas = new.count(where: isSchema)
    if schemas > 0 {
      invocation.console.out("\(Scaffold.schemaFolder)/ (\(counted(schemas, "schema")))\n")
    }
    for file in standing {
      invocation.say("\(file.path) stands there and was left as it is")
    }
    if let file = standing.first(where: { $0.path == ".gitignore" }) {
      let lines = file.text.split(separator: "\n").joined(separator: " and ")
      invocation.say("add \(lines) to it, so that neither state nor plans are committed")
    }
    let step = shown == "." ? "" : "cd \(shown) && "
    invocation.say(
      """

      Next:
        \(step)gcsync sandbox --port 8080 --s3-port 9000 --mail-port 2525 --seed sandbox/seed.yaml
        \(step). sandbox/env && gcsync plan     # in another terminal; then gcsync apply
        gcsync -e \(scaffold.environment) doctor     # with a client of the real org, before its first plan
      """)
  }
}
