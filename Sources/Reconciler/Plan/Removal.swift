/// The wish to delete an object that the manifests do not ask for, or no longer.
package struct Removal: Sendable, Hashable {
  package let address: Address
  package let id: String
  package let reason: String
  package let keeping: Operation.Keeping
  /// Whether somebody asked for just this, so that leaving it out would be a broken promise.
  package let isDemanded: Bool

  package init(
    address: Address, id: String, reason: String,
    keeping: Operation.Keeping = Operation.Keeping(), isDemanded: Bool = true
  ) {
    self.address = address
    self.id = id
    self.reason = reason
    self.keeping = keeping
    self.isDemanded = isDemanded
  }
}
