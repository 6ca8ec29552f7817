internal import DataActions
internal import Diagnostics
internal import JSON
internal import Manifests
internal import Reconciler

extension ManifestSet {
  /// The data actions among the manifests, of either kind.
  var actions: [LoadedManifest] {
    manifests.filter { ["DataAction", "IntegrationAction"].contains($0.kind.name) }
  }

  /// Returns what is wrong with the data actions, each problem where it stands.
  func actionProblems(in profile: Profile) -> [Diagnostic] {
    actions.flatMap { manifest in
      ActionLint.problems(
        in: manifest.document, spec: manifest.completedSpec(in: profile),
        named: manifest.address.name, isPlatform: profile == .platform,
        address: manifest.address.description)
    }
  }
}
