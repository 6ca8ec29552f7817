extension SchemaNode {
  /// A way into a schema, as far as the names of a path lead.
  struct Way {
    var node: SchemaNode
    /// The pointer to a value there, the first element standing for all of a list.
    var tokens: [String] = []
    /// What was asked for, with a name in place of each that was left out.
    var names: [String] = []
    /// Which of the names are the writer's own.
    var ownNames: [String] = []
    var isRequired = false
  }

  /// How far a path may lead into a schema that contains itself.
  private static let deepest = 64

  /// Stands for the name that a writer gives a member.
  static let ownName = "NAME"

  /// Follows the names of fields, through the elements of lists and the members of maps.
  ///
  /// Of a map the name of a member may be left out; returns how far the path leads and what of it
  /// does not lead on.
  func way(_ path: ArraySlice<String>) -> (way: Way, rest: ArraySlice<String>) {
    follow(path, from: Way(node: self))
  }

  private func follow(
    _ path: ArraySlice<String>, from way: Way
  ) -> (way: Way, rest: ArraySlice<String>) {
    guard let name = path.first, way.tokens.count < Self.deepest else { return (way, path) }
    var best = (way: way, rest: path)
    for next in steps(way, name) {
      let end = follow(path.dropFirst(next.takesName ? 1 : 0), from: next.way)
      if end.rest.isEmpty { return end }
      if end.rest.count < best.rest.count { best = end }
    }
    return best
  }

  /// The ways on from a place by a name, the likeliest first.
  private func steps(_ way: Way, _ name: String) -> [(way: Way, takesName: Bool)] {
    let node = way.node
    if let child = node.properties.first(where: { $0.name == name })?.node {
      var next = way
      next.isRequired = node.required.contains(name)
      next.node = child
      next.tokens.append(name)
      next.names.append(name)
      return [(next, true)]
    }
    var found: [(way: Way, takesName: Bool)] = []
    if let elements = node.elements {
      var next = way
      next.node = elements
      next.tokens.append("0")
      found.append((next, false))
    }
    if let members = node.members {
      var named = way
      named.node = members
      named.isRequired = false
      named.tokens.append(name)
      var unnamed = named
      named.names.append(name)
      named.ownNames.append(name)
      unnamed.tokens[unnamed.tokens.count - 1] = Self.ownName
      unnamed.names.append(Self.ownName)
      unnamed.ownNames.append(Self.ownName)
      let isField = members.properties.contains { $0.name == name }
      found += isField ? [(unnamed, false), (named, true)] : [(named, true)]
    }
    return found
  }
}
