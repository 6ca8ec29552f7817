internal import Diagnostics
internal import JSON
internal import Reconciler

/// The fields of a base document that its overlays may not change, or only tighten.
struct Locks {
  private enum Rule {
    case fixed
    /// An overlay may not go below.
    case min
    /// An overlay may not go above.
    case max
  }

  private let base: LocatedJSON
  private var rules: [(pointer: JSONPointer, rule: Rule, location: SourceLocation)] = []

  init(_ base: LocatedJSON) {
    self.base = base
    guard let locked = base["metadata"]?["locked"] else { return }
    for element in locked.array ?? [] {
      guard let pointer = element.string.flatMap(JSONPointer.init(parsing:)) else { continue }
      rules.append((pointer, .fixed, element.location))
    }
    for member in locked.members ?? [] {
      guard let pointer = JSONPointer(parsing: member.key) else { continue }
      rules.append((pointer, member.value.string == "min" ? .min : .max, member.keyLocation))
    }
  }

  /// Returns what is wrong with an overlay that makes another value of the document.
  func problems(
    with overlay: LocatedJSON, giving merged: JSON, address: Address
  ) -> [Diagnostic] {
    let before = base.value
    return rules.compactMap { pointer, rule, location in
      guard let objection = objection(rule, before[pointer], merged[pointer]) else {
        return nil
      }
      return .error(
        "locked-field", "an overlay \(objection) \(pointer) of \(address), which is locked",
        at: overlay.location(of: pointer), address: address.description,
        notes: [.init("it is locked here", at: location)])
    }
  }

  private func objection(_ rule: Rule, _ before: JSON?, _ after: JSON?) -> String? {
    guard before != after else { return nil }
    guard let old = before?.number?.decimal, let new = after?.number?.decimal else {
      return "changes"
    }
    return switch rule {
    case .fixed: "changes"
    case .min: new < old ? "lowers" : nil
    case .max: old < new ? "raises" : nil
    }
  }
}
