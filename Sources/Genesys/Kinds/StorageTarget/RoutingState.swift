package import JSON
package import Reconciler

/// A storage target or recording policy as it should be after a run.
package struct RoutedObject: Sendable {
  package let address: Address
  /// Its id, where it has one.
  package let id: String?
  /// The spec, references as ids, as `ref` forms or as the plan's markers.
  package let spec: JSON

  package init(address: Address, id: String?, spec: JSON) {
    self.address = address
    self.id = id
    self.spec = spec
  }

  fileprivate var isEnabled: Bool { spec["enabled"]?.bool ?? true }
}

extension AuditReport.RoutingState {
  /// Derives whether recordings flow from what the manifests want and what failed to be applied.
  ///
  /// Nothing flows where no enabled policy leads to an enabled target. A target that no manifest
  /// declares is taken for enabled, since nobody here switched it off.
  package static func derived(
    from objects: [RoutedObject], failed: Set<Address>
  ) -> AuditReport.RoutingState {
    let targets = objects.filter { $0.address.kind == "StorageTarget" }
    let policies = objects.filter { $0.address.kind == "RecordingPolicy" && $0.isEnabled }
    let flows = policies.contains { policy in
      target(of: policy, among: targets).map { $0?.isEnabled ?? true } ?? false
    }
    guard flows else { return .inactive }
    let enabled = policies + targets.filter(\.isEnabled)
    return enabled.contains { failed.contains($0.address) } ? .degraded : .active
  }

  /// Returns the target a policy points to, nil inside where it is not declared, and nil where the
  /// policy points to none.
  private static func target(
    of policy: RoutedObject, among targets: [RoutedObject]
  ) -> RoutedObject?? {
    guard let value = policy.spec["storageTargetId"], !value.isNull else { return nil }
    if let id = value.string { return .some(targets.first { $0.id == id }) }
    let address =
      ReferenceForm(value)?.address
      ?? value["afterApply"]?.string.flatMap(Address.init(parsing:))
    return .some(targets.first { $0.address == address })
  }
}
