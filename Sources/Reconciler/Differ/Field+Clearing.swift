package import JSON

extension Field {
  /// Returns a value without the nulls that ask for a field to be cleared; nil where it has none.
  package func withoutClearings(_ value: JSON) -> JSON? {
    guard hasClearables else { return nil }
    switch value {
    case .object(var object):
      var hasChanged = false
      for item in object {
        guard let field = member(item.key) else { continue }
        if item.value.isNull, field.role.isClearable {
          object[item.key] = nil
        } else if let changed = field.withoutClearings(item.value) {
          object[item.key] = changed
        } else {
          continue
        }
        hasChanged = true
      }
      return hasChanged ? .object(object) : nil
    case .array(let elements):
      guard let element else { return nil }
      let inside = elements.map { element.withoutClearings($0) }
      guard inside.contains(where: { $0 != nil }) else { return nil }
      return .array(zip(elements, inside).map { $1 ?? $0 })
    default: return nil
    }
  }
}
