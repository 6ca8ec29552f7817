extension Program {
  /// Returns the schema at the end of a chain of plain references, or nil where it is a circle.
  func target(of number: Int) -> SchemaNode? {
    var node = nodes[number]
    for _ in 0...nodes.count {
      guard let alias = node.alias else { return node }
      node = nodes[alias]
    }
    return nil
  }

  func resolvingAliases(_ number: Int) -> SchemaNode { target(of: number) ?? nodes[number] }

  /// Returns the names of all members a schema and those it applies to the same value describe.
  func memberNames(of node: SchemaNode) -> [String] {
    var names: [String] = []
    var (pending, seen) = ([node], Set<String>())
    while let node = pending.popLast() {
      guard seen.insert(node.location).inserted else { continue }
      names += (node.object?.names ?? []).filter { !names.contains($0) }
      guard node.unevaluatedProperties != nil || node.object?.additional == nil || seen.count > 1
      else { continue }
      pending += appliedInPlace(by: node).reversed().map { nodes[$0] }
    }
    return names
  }

  private func appliedInPlace(by node: SchemaNode) -> [Int] {
    var numbers = node.references.map(\.target)
    numbers += node.object?.dependentSchemas.map(\.schema) ?? []
    guard let combined = node.combined else { return numbers }
    numbers += combined.all + (combined.any ?? []) + (combined.one ?? [])
    return numbers + [combined.condition, combined.then, combined.otherwise].compactMap(\.self)
  }
}
