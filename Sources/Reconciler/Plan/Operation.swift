package import JSON

/// One thing an apply does to one object.
package struct Operation: Sendable, Hashable {
  package enum Action: String, Sendable, CaseIterable {
    case create, update, delete, replace, adopt

    /// The sign a person reads.
    package var symbol: String {
      switch self {
      case .create: "+"
      case .update: "~"
      case .delete: "-"
      case .replace: "∓"
      case .adopt: "&"
      }
    }
  }

  /// What the record of applied objects keeps of a manifest, for the day on which it is gone.
  package struct Keeping: Sendable, Hashable {
    package let deletionPolicy: DeletionPolicy
    package let labels: [String: String]

    package init(deletionPolicy: DeletionPolicy = .delete, labels: [String: String] = [:]) {
      self.deletionPolicy = deletionPolicy
      self.labels = labels
    }
  }

  package let address: Address
  package let action: Action
  /// The object's id; nil where the server will choose it.
  package let id: String?
  /// The name the service shows.
  package let name: String
  /// The leaves that change.
  package let fields: [FieldChange]
  /// The normalised spec as it is; nil for a create.
  package let before: JSON?
  /// The normalised spec as it should be, with markers; nil for a delete.
  package let after: JSON?
  /// Why, in words for a person.
  package let reasons: [String]
  /// SHA-256 over the normalised object the plan was made against; nil where there was none.
  package let precondition: String?
  /// The operations of this plan that must succeed first.
  package var dependencies: [Address]
  /// What keeps it from being applied, in words.
  package var blockedBy: [String]
  package let keeping: Keeping
  /// The normalised specs of what goes with an object that is deleted, by their addresses.
  package let companions: [Address: JSON]

  package init(
    address: Address, action: Action, id: String?, name: String, fields: [FieldChange],
    before: JSON?, after: JSON?, reasons: [String], precondition: String?,
    dependencies: [Address] = [], blockedBy: [String] = [], keeping: Keeping = Keeping(),
    companions: [Address: JSON] = [:]
  ) {
    self.address = address
    self.action = action
    self.id = id
    self.name = name
    self.fields = fields
    self.before = before
    self.after = after
    self.reasons = reasons
    self.precondition = precondition
    self.dependencies = dependencies
    self.blockedBy = blockedBy
    self.keeping = keeping
    self.companions = companions
  }
}
