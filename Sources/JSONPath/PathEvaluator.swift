import JSON

/// Follows queries through a document, and counts what it looks at.
struct PathEvaluator {
  let root: JSON
  let allowed: Int
  private(set) var visits = 0
  /// The expression made last of a text of the document.
  var lastExpression: (text: String, expression: IRegexp?)?

  init(root: JSON, visits allowed: Int) {
    self.root = root
    self.allowed = allowed
  }

  /// Returns what a query selects, starting at the root or at the given value.
  mutating func nodes(
    of query: PathQuery, at current: JSON, tracksPlaces: Bool = false
  ) throws(JSONPathError) -> [JSONPathNode] {
    var nodes = [JSONPathNode(value: query.isRelative ? current : root, trail: nil)]
    for segment in query.segments {
      var selected: [JSONPathNode] = []
      for node in nodes {
        if segment.isDescendant {
          try visitDescendants(of: node, segment.selectors, into: &selected, tracksPlaces)
        } else {
          try select(segment.selectors, in: node, into: &selected, tracksPlaces)
        }
      }
      nodes = selected
    }
    return nodes
  }

  /// Selects in the value and in all below it, parents before children, without recursion.
  private mutating func visitDescendants(
    of node: JSONPathNode, _ selectors: [PathSelector], into selected: inout [JSONPathNode],
    _ tracksPlaces: Bool
  ) throws(JSONPathError) {
    var pending = [node]
    while let next = pending.popLast() {
      try select(selectors, in: next, into: &selected, tracksPlaces)
      let first = pending.count
      try select([.wildcard], in: next, into: &pending, tracksPlaces)
      pending[first...].reverse()
    }
  }

  private mutating func select(
    _ selectors: [PathSelector], in node: JSONPathNode, into selected: inout [JSONPathNode],
    _ tracksPlaces: Bool
  ) throws(JSONPathError) {
    func child(_ value: JSON, _ step: JSONPath.Step) -> JSONPathNode {
      JSONPathNode(value: value, trail: tracksPlaces ? PathTrail(step, below: node.trail) : nil)
    }
    for selector in selectors {
      try visit(1)
      switch (selector, node.value) {
      case (.name(let name), .object(let members)):
        if let value = members[name] { selected.append(child(value, .name(name))) }
      case (.index(let index), .array(let elements)):
        let index = index < 0 ? index + elements.count : index
        if elements.indices.contains(index) {
          selected.append(child(elements[index], .index(index)))
        }
      case (.slice(let slice), .array(let elements)):
        for index in slice.indexes(in: elements.count) {
          try visit(1)
          selected.append(child(elements[index], .index(index)))
        }
      case (.wildcard, .object(let members)):
        try visit(members.count)
        for member in members { selected.append(child(member.value, .name(member.key))) }
      case (.wildcard, .array(let elements)):
        try visit(elements.count)
        for (index, value) in elements.enumerated() {
          selected.append(child(value, .index(index)))
        }
      case (.filter(let filter), .object(let members)):
        for member in members where try holds(filter, for: member.value) {
          selected.append(child(member.value, .name(member.key)))
        }
      case (.filter(let filter), .array(let elements)):
        for (index, value) in elements.enumerated() where try holds(filter, for: value) {
          selected.append(child(value, .index(index)))
        }
      default: break
      }
    }
  }

  /// Counts what is looked at, and gives up where it is too much.
  mutating func visit(_ count: Int) throws(JSONPathError) {
    visits += count
    guard visits <= allowed else {
      throw JSONPathError(
        "the query looks at more than \(allowed) values of the document", at: 0,
        remedy: "name more of the way, or ask a smaller document")
    }
  }
}
