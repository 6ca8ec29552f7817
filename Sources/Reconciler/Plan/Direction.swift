internal import JSON

/// Who moved since the last apply.
package enum Direction: String, Sendable, CaseIterable {
  /// The manifest changed and nobody has applied it yet.
  case git
  /// Somebody changed the org behind gcsync's back.
  case org
  case both
  /// There is no record of what was applied.
  case unknown

  /// Returns the direction of two changes together.
  package func joined(with other: Direction) -> Direction {
    if self == .unknown || other == .unknown { return .unknown }
    return self == other ? self : .both
  }
}

extension Operation {
  /// Returns who moved, from what was applied last; `spec` holds the fields of the kind.
  package func direction(
    since record: AppliedRecord, in spec: Field, _ former: FormerIDs = .none
  ) -> Direction {
    let applied = record[address] ?? id.flatMap { record.object(kind: address.collection, id: $0) }
    guard let applied else { return .unknown }
    switch action {
    case .delete:
      return before.map { spec.areSame($0, applied.spec) } == true ? .git : .both
    case .create:
      // It was applied and is gone, so the org moved at least.
      return after.map { spec.areSame($0, applied.spec) } == true ? .org : .both
    case .update, .replace, .adopt:
      // Whoever deleted an object and made another has moved, whatever that one is like.
      let start: Direction? = former.isRemade(address) ? .org : nil
      return fields.map { direction(of: $0, applied, in: spec, former) }
        .reduce(start) { $0?.joined(with: $1) ?? $1 } ?? .git
    }
  }

  /// Returns who moved in one field of an object that was applied before.
  package func direction(
    of change: FieldChange, _ applied: AppliedObject, in spec: Field,
    _ former: FormerIDs = .none
  ) -> Direction {
    let pointer = change.path.belowSpec
    let field = spec.field(at: pointer) ?? .opaque
    // The org never shows a secret, so that only the manifest's can be seen to change.
    if field.role.isWriteOnly { return .git }
    let recorded = applied.spec[pointer].map { field.normalised($0, as: .comparable) }
    let live = before?[pointer].map { field.normalised($0, as: .comparable) }
    let wanted = after?[pointer]
    let goal = wanted.map { field.normalised(former.applied(to: $0), as: .comparable) }
    if recorded == live {
      // The manifest refers to what it did, which somebody took away.
      let isLost = recorded == goal && wanted.map(former.targets)?.isEmpty == false
      return isLost ? .org : .git
    }
    return recorded == goal ? .org : .both
  }
}

extension Field {
  /// Tells whether two normalised specs mean the same, secrets aside.
  func areSame(_ lhs: JSON, _ rhs: JSON) -> Bool {
    withoutSecrets(normalised(lhs, as: .comparable))
      == withoutSecrets(normalised(rhs, as: .comparable))
  }
}
