extension YAMLOutline {
  /// The comments of the file, each from its `#` to the end of its line.
  var comments: [Range<Int>] {
    var found: [Range<Int>] = []
    var leaves: [Range<Int>] = []
    for document in documents { collectLeaves(of: document.root, into: &leaves) }
    var offset = 0
    for leaf in leaves {
      found += comments(in: offset..<max(offset, leaf.lowerBound))
      offset = max(offset, leaf.upperBound)
    }
    return found + comments(in: offset..<source.bytes.count)
  }

  /// Collects what must not be searched for comments, in its order.
  private func collectLeaves(of node: YAMLNode, into leaves: inout [Range<Int>]) {
    leaves += source.properties(of: node)
    if let block = node.block {
      leaves += [node.content..<block.headerEnd] + [block.body].compactMap(\.self)
    } else if !node.isCollection {
      leaves.append(node.content..<node.end)
    }
    for item in node.items {
      if let key = item.key { collectLeaves(of: key, into: &leaves) }
      collectLeaves(of: item.value, into: &leaves)
    }
  }

  private func comments(in range: Range<Int>) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var offset = range.lowerBound
    while let start = source.bytes[offset..<range.upperBound].firstIndex(of: UInt8(ascii: "#")) {
      found.append(start..<source.lineEnd(of: start))
      offset = min(source.lineEnd(of: start), range.upperBound)
    }
    return found
  }
}

extension YAMLSource {
  /// Returns the places of a node's tag and anchor.
  func properties(of node: YAMLNode) -> [Range<Int>] {
    let count = (node.anchor == nil ? 0 : 1) + (node.tag == nil ? 0 : 1)
    return properties(from: node.start, count: count, isInFlow: true)
  }
}
