package import World

extension Project {
  /// A file of a project: where it is, and how it is shown.
  package struct File: Sendable, Hashable {
    package let path: String
    package let shown: String

    package init(path: String, shown: String) {
      self.path = path
      self.shown = shown
    }

    /// Returns a file in the folder that this one is.
    package func below(_ name: String) -> File {
      File(path: "\(path)/\(name)", shown: shown == "." ? name : "\(shown)/\(name)")
    }
  }

  /// Returns a file that the project names.
  package func file(_ relative: String) -> File {
    File(path: path(relative), shown: shownPath(relative))
  }

  /// The folders of the project's own kinds.
  package var schemaFolders: [File] { schemas.map(file) }

  /// The files and folders that hold rules, patterns replaced by what they stand for.
  ///
  /// A pattern that stands for nothing is kept, so that whoever reads it says that it is missing.
  var policyPaths: [File] {
    policies.filter { $0 != RuleSet.standard }.flatMap { policy -> [File] in
      let found = policy.contains(where: "*?[".contains) ? Files.matching(path(policy)) : []
      guard !found.isEmpty else { return [file(policy)] }
      return found.map { path in
        let isBelow = path.hasPrefix(folder + "/")
        return File(
          path: path, shown: isBelow ? shownPath(String(path.dropFirst(folder.count + 1))) : path)
      }
    }
  }

  /// Every YAML file of the project: its own, its manifests, all overlays and rules.
  package func yamlFiles() throws(FileError) -> [File] {
    var files = [file(Self.fileName)]
    let named = (manifests + environments.flatMap(\.overlays)).map(file)
    for start in named + policyPaths { files += try Self.yamlFiles(at: start) }
    var seen: Set<String> = []
    return files.filter { seen.insert(Files.canonicalPath($0.path)).inserted }
  }

  /// Every YAML file at or below a path; a file that is named itself counts whatever its name ends in.
  package static func yamlFiles(at start: File, isNamed: Bool = true) throws(FileError) -> [File] {
    guard Files.isDirectory(start.path) else {
      let isYAML = start.path.hasSuffix(".yaml") || start.path.hasSuffix(".yml")
      return isYAML || isNamed && !start.path.hasSuffix(".json") ? [start] : []
    }
    var files: [File] = []
    for entry in try Files.list(start.path) where !entry.name.hasPrefix(".") {
      files += try yamlFiles(at: start.below(entry.name), isNamed: false)
    }
    return files
  }
}
