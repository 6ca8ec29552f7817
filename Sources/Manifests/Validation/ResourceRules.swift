internal import Diagnostics
internal import JSON
internal import Reconciler

/// The rules that no schema can say, because they look at several fields' meaning or several manifests.
enum ResourceRules {
  static func problems(
    in manifests: [LoadedManifest], among byAddress: [Address: LoadedManifest]
  ) -> [Diagnostic] {
    manifests.flatMap { manifest in
      switch manifest.kind.name {
      case "RecordingPolicy": RetentionRule.problems(in: manifest, among: byAddress)
      case "Webhook": WebhookRules.problems(in: manifest)
      case "EventPipeline": EventPipelineRules.problems(in: manifest)
      case "StorageTarget": StorageTargetRules.problems(in: manifest)
      default: [Diagnostic]()
      }
    } + sharedIDs(manifests) + SharedNames.problems(in: manifests)
  }

  private static func sharedIDs(_ manifests: [LoadedManifest]) -> [Diagnostic] {
    var owners: [String: LoadedManifest] = [:]
    return manifests.compactMap { manifest in
      guard let id = manifest.id else { return nil }
      let key = "\(manifest.kind.name)/\(id)"
      guard let other = owners.updateValue(manifest, forKey: key) else { return nil }
      let place = JSONPointer(["metadata", "id"])
      return .error(
        "shared-id", "\(manifest.address) and \(other.address) have the same id",
        at: manifest.location(of: place), address: manifest.address.description,
        notes: [.init("the other stands here", at: other.location(of: place))])
    }
  }
}
