/// Which aliases of a document repeat which of its values.
struct YAMLAnchors {
  struct Use {
    let name: String
    /// Where the value starts that is repeated.
    let anchored: Int
    let alias: Int
  }

  private(set) var uses: [Use] = []
  private var places: [String: Int] = [:]

  init(_ root: YAMLNode) {
    collect(root)
  }

  private mutating func collect(_ node: YAMLNode) {
    if let anchor = node.anchor { places[anchor] = node.start }
    if case .alias(let name) = node.kind, let place = places[name] {
      uses.append(Use(name: name, anchored: place, alias: node.start))
    }
    for item in node.items {
      if let key = item.key { collect(key) }
      collect(item.value)
    }
  }

  /// Returns an alias outside of a range that repeats a value inside of it.
  func use(ofValueIn range: Range<Int>) -> Use? {
    uses.first { range.contains($0.anchored) && !range.contains($0.alias) }
  }

  func use(of node: YAMLNode) -> Use? {
    guard node.anchor != nil else { return nil }
    return uses.first { $0.anchored == node.start }
  }
}
