internal import Manifests
internal import World

/// What the repository that a project is in calls its files.
struct RepositoryPaths: Sendable {
  /// The folder of the repository; nil where there is none.
  private let root: String?
  /// The project's file as it would be named here.
  let project: String

  /// Looks for the repository upwards from the project's folder, and else takes the folder that the
  /// runner of a pipeline names: a checkout need not have a `.git`.
  init(_ arguments: Arguments, environment: (String) -> String?) {
    let checkout = ["GITHUB_WORKSPACE", "CI_PROJECT_DIR"].lazy.compactMap(environment)
      .first { !$0.isEmpty }.map(Files.canonicalPath)
    let directory = arguments.last("directory") ?? "."
    project = directory == "." ? Project.fileName : "\(directory)/\(Project.fileName)"
    root =
      Project.find(from: Files.canonicalPath(directory))
      .flatMap { SurroundingRepository(around: $0)?.root } ?? checkout
  }

  /// Returns a file's path in the repository, or as it is where it is in none.
  func path(_ name: String) -> String {
    let path = Files.canonicalPath(name)
    guard let root, path.hasPrefix(root + "/") else { return name }
    return String(path.dropFirst(root.count + 1))
  }
}
