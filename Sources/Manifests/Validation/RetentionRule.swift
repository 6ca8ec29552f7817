internal import Diagnostics
internal import JSON
internal import Reconciler

/// A policy cannot keep recordings longer than the storage target it writes to.
enum RetentionRule {
  private static let retention = JSONPointer(["spec", "retentionPeriodDays"])
  private static let target = JSONPointer(["spec", "storageTargetId"])

  static func problems(
    in policy: LoadedManifest, among manifests: [Address: LoadedManifest]
  ) -> [Diagnostic] {
    guard let form = policy.value[target].flatMap(ReferenceForm.init),
      let storage = manifests[form.address], let wanted = policy.value[retention]?.int,
      let kept = storage.value[retention]?.int, wanted > kept
    else { return [] }
    let notes = policy.document[retention].map(provenanceNotes) ?? []
    return [
      .error(
        "retention-exceeds-target",
        "the policy keeps recordings for \(wanted) days, its target \(storage.address) for \(kept)",
        at: policy.location(of: retention), address: policy.address.description,
        notes: notes + [.init("the target says so here", at: storage.location(of: retention))],
        hint: "lower the policy's retentionPeriodDays to \(kept), or raise the target's")
    ]
  }
}
