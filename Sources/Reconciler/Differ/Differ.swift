package import JSON

/// Compares what should be with what is, leaf by leaf, as the roles of the fields say.
package struct Differ: Sendable {
  /// Whether a field that the manifest leaves out stays as it is.
  package let keepsUnmanaged: Bool
  /// Whether recorded fingerprints say that a secret at this pointer has changed.
  package var secretHasChanged: @Sendable (JSONPointer) -> Bool

  package init(
    keepsUnmanaged: Bool,
    secretHasChanged: @escaping @Sendable (JSONPointer) -> Bool = { _ in false }
  ) {
    self.keepsUnmanaged = keepsUnmanaged
    self.secretHasChanged = secretHasChanged
  }

  /// Returns the leaves in which a goal and an observed spec differ, in the order of the fields.
  ///
  /// The goal is in the goal form, the observed spec in the comparable one.
  package func changes(desired: JSON, observed: JSON, in spec: Field) -> [FieldChange] {
    var found: [FieldChange] = []
    compare(desired, observed, spec, at: JSONPointer(["spec"]), into: &found)
    return found
  }

  private func compare(
    _ desired: JSON?, _ observed: JSON?, _ field: Field, at path: JSONPointer,
    into found: inout [FieldChange]
  ) {
    if field.role.isCreateOnly || field.role.isLocal { return }
    if field.role.isUnread, observed == nil { return }
    if field.role.isWriteOnly {
      compareSecret(desired, observed, at: path, into: &found)
      return
    }
    switch (desired, observed) {
    case (nil, nil): break
    case (nil, let observed?):
      if keepsUnmanaged || field.role.isServerDefault { return }
      found.append(FieldChange(path: path, before: field.shown(observed), after: nil))
    case (.object(let desired), .object(let observed)):
      compareMembers(desired, observed, field, at: path, into: &found)
    case (.object(let desired), nil) where field.holdsUnseenAlone:
      compareMembers(desired, [:], field, at: path, into: &found)
    case (.array(let desired), .array(let observed)):
      compareElements(desired, observed, field, at: path, into: &found)
    case (let desired?, let observed):
      // What is observed is in its comparable form already, which is then the desired one's, too.
      if desired == observed { return }
      guard field.normalisedOrAbsent(desired, .comparable) != observed else { return }
      found.append(
        FieldChange(
          path: path, before: observed.map(field.shown), after: field.shown(desired)))
    }
  }

  private func compareMembers(
    _ desired: JSONObject, _ observed: JSONObject, _ field: Field, at path: JSONPointer,
    into found: inout [FieldChange]
  ) {
    if isSettled(desired, observed) { return }
    for name in field.namesInOrder(of: desired, observed) {
      compare(
        desired[name], observed[name], field.member(name) ?? .opaque, at: path.appending(name),
        into: &found)
    }
  }

  /// Whether what is wanted is there member by member, so that no rule needs to be asked.
  private func isSettled(_ desired: JSONObject, _ observed: JSONObject) -> Bool {
    (keepsUnmanaged || desired.count == observed.count)
      && desired.allSatisfy { observed[$0.key] == $0.value }
  }

  /// Compares lists: element by element where their elements can be told apart, else as one leaf.
  private func compareElements(
    _ desired: [JSON], _ observed: [JSON], _ field: Field, at path: JSONPointer,
    into found: inout [FieldChange]
  ) {
    let element = field.element ?? .opaque
    let alignable = field.role.unordered == nil || field.role.unordered?.isKeyed == true
    let aligned =
      alignable && desired.count == observed.count
      && zip(desired, observed).allSatisfy { field.role.unordered?.sameKey($0, $1) ?? true }
    if aligned {
      for (index, pair) in zip(desired, observed).enumerated() {
        compare(pair.0, pair.1, element, at: path.appending(index), into: &found)
      }
    } else if field.normalisedOrAbsent(.array(desired), .comparable) != .array(observed) {
      found.append(
        FieldChange(
          path: path, before: field.shown(.array(observed)), after: field.shown(.array(desired))))
    }
  }

  /// A secret differs where the org holds one the manifest does not want, or its source has changed.
  private func compareSecret(
    _ desired: JSON?, _ observed: JSON?, at path: JSONPointer, into found: inout [FieldChange]
  ) {
    let unknown: JSON = ["unknown": true]
    if desired == nil, let observed, !observed.isNull {
      found.append(FieldChange(path: path, before: unknown, after: nil))
    } else if let desired, secretHasChanged(path) {
      found.append(
        FieldChange(path: path, before: unknown, after: Marker(desired)?.shown ?? unknown))
    }
  }
}

extension Role.Elements {
  fileprivate var isKeyed: Bool { self != .value }

  fileprivate func sameKey(_ lhs: JSON, _ rhs: JSON) -> Bool {
    guard case .key(let pointer) = self else { return true }
    return lhs[pointer] == rhs[pointer]
  }
}
