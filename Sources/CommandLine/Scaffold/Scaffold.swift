internal import Manifests
internal import Reconciler

/// A project as `gcsync init` makes it: what was chosen, and the files that follow from it.
struct Scaffold: Sendable {
  /// The code host whose workflows are written.
  enum Pipeline: String, Sendable, CaseIterable {
    case github, gitlab, none
  }

  /// A file below the project's folder, or at the root of its repository.
  struct File: Sendable, Hashable {
    /// The path from the project's folder.
    let path: String
    let text: String
    var mode: UInt32 = 0o644
    /// Whether other tools write it, too, so that one that stands there is nobody's mistake.
    var isShared = false
    /// How many `../` the path begins with.
    var levelsUp = 0
  }

  var profile: Profile
  var domain: String
  var owner: String
  var region: String
  var pipeline: Pipeline
  /// The environment of the real org; `sandbox` is the one to try things on.
  var environment: String
  var kinds: [String]
  var hasHook: Bool
  let library: KindLibrary
  /// The project's folder in its repository; empty where it is the repository's own.
  var subfolder = ""
  /// The branch that merges go to.
  var branch = "main"

  /// The environment that `gcsync sandbox` serves.
  static let sandbox = "sandbox"
  /// Where the editor's copies of the schemas are, below the project's folder.
  static let schemaFolder = "schemas/gcsync"

  /// The kinds that get an example where nobody asks for others.
  static func kinds(for profile: Profile) -> [String] {
    profile == .guide
      ? ["StorageTarget", "RecordingPolicy", "Webhook"]
      : ["Division", "Queue", "MediaRetentionPolicy"]
  }

  /// Every file of the project, the ones that a person reads first.
  var files: [File] {
    [project, seed, sandboxEnvironment] + manifests + overlays + recipients + workflows + settings
      + hook + schemas
  }

  private var workflows: [File] {
    switch pipeline {
    case .github: [atRoot(".github/workflows/gcsync.yml", gitHubWorkflow)]
    case .gitlab: [atRoot(".gitlab-ci.yml", gitLabPipeline, isShared: true)]
    case .none: []
    }
  }

  private func atRoot(_ path: String, _ text: String, isShared: Bool = false) -> File {
    let levels = subfolder.split(separator: "/").count
    let up = String(repeating: "../", count: levels)
    return File(path: up + path, text: text, isShared: isShared, levelsUp: levels)
  }

  /// Returns a path of the project from the repository's root.
  func repositoryPath(_ path: String) -> String {
    subfolder.isEmpty ? path : "\(subfolder)/\(path)"
  }

  /// Returns a path of the project as YAML, from the repository's root.
  func workflowPath(_ path: String) -> String {
    subfolder.isEmpty ? path : "\"\(repositoryPath(path))\""
  }

  /// The Debian packages of what the binary links, without the suffix that newer releases give some.
  static let libraries =
    "libcurl4 libmicrohttpd12 libpcre2-8-0 libsqlite3-0 libssl3 libyaml-0-2 libzstd1 zlib1g tzdata"

  private var hook: [File] {
    guard hasHook else { return [] }
    let hooks = workflowPath(".githooks")
    let text = """
      #!/bin/sh
      # Refuses a commit whose manifests are wrong or untidy: git config core.hooksPath \(hooks)
      set -e
      cd "$(dirname "$0")/.."
      gcsync validate --quiet
      gcsync fmt --check

      """
    return [File(path: ".githooks/pre-commit", text: text, mode: 0o755)]
  }
}
