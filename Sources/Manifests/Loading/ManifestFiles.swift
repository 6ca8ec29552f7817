internal import Diagnostics
internal import JSON
internal import World
internal import YAML

/// The documents of a project's folders, base and overlays apart.
struct ManifestFiles {
  private(set) var base: [LocatedJSON] = []
  private(set) var overlays: [LocatedJSON] = []
  /// The drift baselines among them.
  private(set) var baselines: [LocatedJSON] = []
  private(set) var diagnostics: [Diagnostic] = []
  private(set) var count = 0
  /// Whether some file could not be read to its end, so that names may be missing.
  private(set) var isIncomplete = false
  /// Where the files are, by the names they are shown by.
  private(set) var paths: [String: String] = [:]
  private var seen: Set<String> = []
  private let replacements: [String: [UInt8]]

  /// Reads the files of a project; those whose paths have a replacement are taken from there.
  init(
    project: Project, environment: Project.Environment,
    replacing replacements: [String: [UInt8]] = [:]
  ) {
    self.replacements = replacements
    let overlayPaths = project.environments.flatMap(\.overlays)
    let skipped = Set(
      ((overlayPaths + project.schemas).map(project.path) + project.policyPaths.map(\.path))
        .map(Files.canonicalPath))
    for path in project.manifests {
      base += documents(
        at: project.path(path), shownAs: project.shownPath(path), skipping: skipped, named: true)
    }
    for path in environment.overlays {
      overlays += documents(
        at: project.path(path), shownAs: project.shownPath(path), skipping: [], named: true)
    }
  }

  private mutating func documents(
    at path: String, shownAs shown: String, skipping skipped: Set<String>, named: Bool
  ) -> [LocatedJSON] {
    let canonical = Files.canonicalPath(path)
    if skipped.contains(canonical) || !seen.insert(canonical).inserted { return [] }
    guard Files.isDirectory(path) else {
      return named || Self.isManifest(path) ? read(path, shown) : []
    }
    do throws(FileError) {
      var found: [LocatedJSON] = []
      for entry in try Files.list(path) where !entry.name.hasPrefix(".") {
        let shownEntry = shown == "." ? entry.name : "\(shown)/\(entry.name)"
        found += documents(
          at: "\(path)/\(entry.name)", shownAs: shownEntry, skipping: skipped, named: false)
      }
      return found
    } catch {
      diagnostics.append(.error("unreadable-file", error.description))
      isIncomplete = true
      return []
    }
  }

  private static func isManifest(_ path: String) -> Bool {
    [".yaml", ".yml", ".json"].contains { path.hasSuffix($0) }
  }

  private mutating func read(_ path: String, _ shown: String) -> [LocatedJSON] {
    do throws(FileError) {
      let file = SourceFile(name: shown, bytes: try content(of: path))
      count += 1
      paths[shown] = path
      let (documents, problems) = YAML.documents(in: file)
      diagnostics += problems
      if problems.hasErrors { isIncomplete = true }
      baselines += documents.filter { $0["kind"]?.string == "DriftBaseline" }
      return documents.filter { !Self.isForOthers($0) }
    } catch {
      diagnostics.append(
        .error(
          error.reason == .notFound ? "missing-path" : "unreadable-file",
          error.reason == .notFound
            ? "there is no \(shown), which gcsync.yaml names"
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
