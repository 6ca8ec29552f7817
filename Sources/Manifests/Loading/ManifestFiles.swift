internal import Diagnostics
internal import JSON
internal import World
internal import YAML

/// The files of a project that hold manifests, base and overlays apart, and what reading them finds.
struct ManifestFiles {
  private(set) var base: [Project.File] = []
  private(set) var overlays: [Project.File] = []
  /// The drift baselines in the files read so far.
  private(set) var baselines: [LocatedJSON] = []
  private(set) var diagnostics: [Diagnostic] = []
  /// Whether some file could not be read to its end, so that names may be missing.
  private(set) var isIncomplete = false
  private var seen: Set<String> = []
  private let replacements: [String: [UInt8]]

  /// Finds the files of a project; those whose paths have a replacement are read from there.
  init(
    project: Project, environment: Project.Environment,
    replacing replacements: [String: [UInt8]] = [:]
  ) {
    self.replacements = replacements
    let overlayPaths = project.environments.flatMap(\.overlays)
    let skipped = Set(
      ((overlayPaths + project.schemas).map(project.path) + project.policyPaths.map(\.path))
        .map(Files.canonicalPath))
    for path in project.manifests { base += files(at: project.file(path), skipping: skipped) }
    for path in environment.overlays { overlays += files(at: project.file(path), skipping: []) }
  }

  private mutating func files(
    at start: Project.File, skipping skipped: Set<String>, isNamed: Bool = true
  ) -> [Project.File] {
    let canonical = Files.canonicalPath(start.path)
    if skipped.contains(canonical) || !seen.insert(canonical).inserted { return [] }
    guard Files.isDirectory(start.path) else {
      return isNamed || Self.isManifest(start.path) ? [start] : []
    }
    do throws(FileError) {
      var found: [Project.File] = []
      for entry in try Files.list(start.path) where !entry.name.hasPrefix(".") {
        found += files(at: start.below(entry.name), skipping: skipped, isNamed: false)
      }
      return found
    } catch {
      diagnostics.append(.error("unreadable-file", error.description))
      isIncomplete = true
      return []
    }
  }

  /// Definitions of state machines are called `NAME.asl.json` everywhere, and are no manifests.
  private static func isManifest(_ path: String) -> Bool {
    let endings = [".yaml", ".yml", ".json"]
    return endings.contains { path.hasSuffix($0) }
      && !endings.contains { path.hasSuffix(".asl\($0)") }
  }

  /// The same files, of which nothing has been read.
  var withoutFindings: ManifestFiles {
    var files = self
    (files.baselines, files.diagnostics, files.isIncomplete) = ([], [], false)
    return files
  }

  /// Takes up what reading some of the files has found.
  mutating func absorb(_ other: ManifestFiles) {
    baselines += other.baselines
    diagnostics += other.diagnostics
    isIncomplete = isIncomplete || other.isIncomplete
  }

  /// Reads the documents of a file that should be manifests.
  mutating func documents(in file: Project.File) -> [LocatedJSON] {
    do throws(FileError) {
      let (documents, problems) = YAML.documents(
        in: SourceFile(name: file.shown, bytes: try content(of: file.path)))
      diagnostics += problems
      if problems.hasErrors { isIncomplete = true }
      baselines += documents.filter { $0["kind"]?.string == "DriftBaseline" }
      return documents.filter { !Self.isForOthers($0) }
    } catch {
      diagnostics.append(
        .error(
          error.reason == .notFound ? "missing-path" : "unreadable-file",
          error.reason == .notFound
            ? "there is no \(file.shown), which gcsync.yaml names"
            : error.description))
      isIncomplete = true
      return []
    }
  }

  private func content(of path: String) throws(FileError) -> [UInt8] {
    if let replacement = replacements[path] { return replacement }
    return try Files.read(path, limit: 32 << 20)
  }

  /// Documents that other parts of gcsync read.
  private static func isForOthers(_ document: LocatedJSON) -> Bool {
    ["Project", "Rule", "DriftBaseline"].contains(document["kind"]?.string ?? "")
  }
}
