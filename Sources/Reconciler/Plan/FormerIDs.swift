package import JSON

/// The ids that objects had when they were applied, where somebody in the org has since deleted them,
/// or deleted them and made others under their names.
package struct FormerIDs: Sendable {
  /// The objects that others have taken the place of: their ids then and now.
  private let remade: [Address: (then: String, now: String)]
  /// The ids of objects that are gone.
  private let gone: [Address: String]
  private let byID: [String: Address]

  package static let none = FormerIDs(remade: [:], gone: [:])

  init(remade: [Address: (then: String, now: String)], gone: [Address: String]) {
    (self.remade, self.gone) = (remade, gone)
    byID = Dictionary(
      remade.filter { $0.key.part == nil }.map { ($0.value.now, $0.key) }, uniquingKeysWith: min)
  }

  /// The objects that others have taken the place of.
  package var remadeObjects: [Address] { remade.keys.filter { $0.part == nil }.sorted() }

  /// Whether an object was deleted in the org and made anew there.
  package func isRemade(_ address: Address) -> Bool { remade[address] != nil }

  /// Returns a goal as it was when the objects it refers to had their former ids.
  package func applied(to goal: JSON) -> JSON {
    if let (_, id) = moved(goal) { return .string(id) }
    switch goal {
    case .array(let list): return .array(list.map(applied))
    case .object(let object):
      return .object(JSONObject(object.map { ($0.key, applied(to: $0.value)) }))
    default: return goal
    }
  }

  /// Returns the objects that a goal refers to and that have not the ids any more that they had.
  package func targets(of goal: JSON) -> Set<Address> {
    if let (address, _) = moved(goal) { return [address] }
    switch goal {
    case .array(let list): return list.reduce(into: []) { $0.formUnion(targets(of: $1)) }
    case .object(let object):
      return object.reduce(into: []) { $0.formUnion(targets(of: $1.value)) }
    default: return []
    }
  }

  private func moved(_ goal: JSON) -> (Address, String)? {
    if let id = goal.string, let address = byID[id], let ids = remade[address] {
      return (address, ids.then)
    }
    guard case .afterApply(let address)? = Marker(goal), let id = gone[address] else { return nil }
    return (address, id)
  }
}

extension FieldChange {
  /// Returns the objects for whose sake alone the field differs: the manifest refers to them as
  /// before, and they are gone from the org or others there.
  package func lostTargets(_ former: FormerIDs) -> Set<Address> {
    guard let after else { return [] }
    let targets = former.targets(of: after)
    return !targets.isEmpty && former.applied(to: after) == before ? targets : []
  }
}
