internal import Manifests
internal import Reconciler

/// A project as `gcsync init` makes it: what was chosen, and the files that follow from it.
struct Scaffold: Sendable {
  /// The code host whose workflows are written.
  enum Pipeline: String, Sendable, CaseIterable {
    case github, gitlab, none
  }

  /// A file below the project's folder.
  struct File: Sendable, Hashable {
    let path: String
    let text: String
    var mode: UInt32 = 0o644
    /// Whether other tools write it, too, so that one that stands there is nobody's mistake.
    var isShared = false
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
    case .github: [File(path: ".github/workflows/gcsync.yml", text: gitHubWorkflow)]
    case .gitlab: [File(path: ".gitlab-ci.yml", text: gitLabPipeline, isShared: true)]
    case .none: []
    }
  }

  private var hook: [File] {
    guard hasHook else { return [] }
    let text = """
      #!/bin/sh
      # Refuses a commit whose manifests are wrong or untidy: git config core.hooksPath .githooks
      set -e
      gcsync validate --quiet
      gcsync fmt --check

      """
    return [File(path: ".githooks/pre-commit", text: text, mode: 0o755)]
  }
}
