package import JSON

extension JSONPath {
  /// What a path yields to a program that uses Jayway JsonPath.
  package enum Outcome: Sendable, Hashable {
    /// The one value of a definite path.
    case scalar(JSON)
    /// The values of an indefinite path, of which there may be none.
    case list([JSON])
    /// A definite path leads nowhere.
    case missing

    /// The outcome as a value, or nil where there is none.
    package var value: JSON? {
      switch self {
      case .scalar(let value): value
      case .list(let values): .array(values)
      case .missing: nil
      }
    }
  }

  /// Whether Jayway counts the path as definite: steps of one name or index each, and at the end
  /// perhaps several names, whose members it makes one object.
  package var isDefinite: Bool { isSingular || lastNames != nil }

  /// Returns what Jayway JsonPath returns: a value for a definite path, a list for any other.
  package func outcome(
    in document: JSON, limits: Limits = .default
  ) throws(JSONPathError) -> Outcome {
    let nodes = try nodes(in: document, limits: limits)
    if isSingular { return nodes.first.map { .scalar($0.value) } ?? .missing }
    guard lastNames != nil else { return .list(nodes.map(\.value)) }
    let members = nodes.compactMap { node -> (String, JSON)? in
      guard case .name(let name) = node.trail?.step else { return nil }
      return (name, node.value)
    }
    return members.isEmpty ? .missing : .scalar(.object(JSONObject(members)))
  }

  /// The names a path ends with, where it is singular up to them.
  private var lastNames: [String]? {
    guard let last = query.segments.last, !last.isDescendant, last.selectors.count > 1,
      query.segments.dropLast().allSatisfy({ $0.step != nil })
    else { return nil }
    let names = last.selectors.compactMap { selector -> String? in
      if case .name(let name) = selector { name } else { nil }
    }
    return names.count == last.selectors.count ? names : nil
  }
}
