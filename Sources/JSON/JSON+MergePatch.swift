extension JSON {
  /// Returns the value with a merge patch laid over it, as RFC 7396 defines it.
  package func mergePatched(with patch: JSON) -> JSON {
    guard case .object(let changes) = patch else { return patch }
    var result = object ?? JSONObject()
    for (key, change) in changes.members.map({ ($0.key, $0.value) }) {
      result[key] = change.isNull ? nil : (result[key] ?? .null).mergePatched(with: change)
    }
    return .object(result)
  }
}

extension LocatedJSON {
  /// Returns the value with an overlay laid over it as a merge patch, everything with its places.
  ///
  /// What the overlay replaces stands where the overlay says it, and its steps tell where the base
  /// said something else; what it adds stands in the overlay alone. Objects that are merged stay
  /// where the base has them, and their steps tell which members the overlay has taken out.
  package func mergePatched(with overlay: LocatedJSON) -> LocatedJSON {
    guard case .object(let changes) = overlay.content else { return replaced(by: overlay) }
    guard case .object(var members) = content else {
      return replaced(by: overlay.withoutNulls)
    }
    var positions = NameSet()
    for index in members.indices {
      _ = positions.insert(members[index].key, count: index) { members[$0].key }
    }
    var removed: Set<Int> = []
    var steps = steps
    for change in changes {
      let found = positions.insert(change.key, count: members.count) { members[$0].key }
      guard let found else {
        members.append(change.withoutNulls)
        guard change.value.isNull else { continue }
        removed.insert(members.count - 1)
        steps.append(.removed(name: change.key, by: change.value.location, was: nil))
        continue
      }
      if change.value.isNull {
        removed.insert(found)
        let former = members[found].value.location
        steps.append(.removed(name: change.key, by: change.value.location, was: former))
      } else {
        members[found] = members[found].merged(with: change)
      }
    }
    let kept = members.indices.filter { !removed.contains($0) }.map { members[$0] }
    return LocatedJSON(.object(kept), at: location, steps: steps)
  }

  private func replaced(by overlay: LocatedJSON) -> LocatedJSON {
    let steps = steps + [.replaced(location)] + overlay.steps
    return LocatedJSON(overlay.content, at: overlay.location, steps: steps)
  }

  private var isNull: Bool {
    if case .null = content { true } else { false }
  }

  /// The value as a patch leaves it where there was nothing: members that are null are not there.
  fileprivate var withoutNulls: LocatedJSON {
    guard case .object(let members) = content else { return self }
    let kept = members.filter { !$0.value.isNull }.map(\.withoutNulls)
    return LocatedJSON(.object(kept), at: location, steps: steps)
  }
}

extension LocatedJSON.Member {
  fileprivate var withoutNulls: Self {
    Self(key: key, keyLocation: keyLocation, value: value.withoutNulls)
  }

  /// Returns the member with its value merged; its name stands where its value does.
  fileprivate func merged(with change: Self) -> Self {
    let value = value.mergePatched(with: change.value)
    let place = value.location == change.value.location ? change.keyLocation : keyLocation
    return Self(key: key, keyLocation: place, value: value)
  }
}
