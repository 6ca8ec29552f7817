import JSON

extension YAMLChange {
  mutating func remove(_ pointer: JSONPointer) throws(Failure) {
    let path = YAMLPath(pointer, from: document.root)
    try checkAnchors(on: path)
    guard value[pointer] != nil, let name = pointer.tokens.last else { throw .noSuchPlace(pointer) }
    if case .alias = path.node.kind, !path.rest.isEmpty {
      var own = value[path.pointer] ?? .null
      own[JSONPointer(path.rest)] = nil
      return try replace(path, by: own)
    }
    guard path.rest.isEmpty, let step = path.steps.last, let parent = pointer.parent else {
      throw .merged(name)
    }
    let item = step.item
    if let use = anchors.use(ofValueIn: item.start..<max(item.end, item.start + 1)) {
      throw failure(use)
    }
    value[pointer] = nil
    if step.container.items.count == 1 {
      try empty(YAMLPath(parent, from: document.root))
    } else if step.container.isFlow {
      removeFromFlow(step)
    } else {
      removeFromBlock(step)
    }
  }

  private mutating func empty(_ path: YAMLPath) throws(Failure) {
    let node = path.node
    if node.isFlow {
      splices.append(YAMLSplice(node.content..<node.end, node.kind == .mapping ? "{}" : "[]"))
    } else {
      try replace(path, by: node.kind == .mapping ? .object([:]) : .array([]))
    }
  }

  private mutating func removeFromBlock(_ step: YAMLPath.Step) {
    let items = step.container.items
    let column = source.column(of: step.item.start)
    let end = source.end(ofLines: step.item, column: column)
    if source.isFirstOnLine(step.item.start) {
      let start = source.startOfMember(at: step.item.start)
      splices.append(YAMLSplice(start..<source.nextLine(after: end)))
    } else if items.indices.contains(step.index + 1) {
      let next = items[step.index + 1].start
      let hasComments = source.skipBlanks(from: source.nextLine(after: end)) != next
      splices.append(YAMLSplice(step.item.start..<(hasComments ? end : next)))
    }
  }

  private mutating func removeFromFlow(_ step: YAMLPath.Step) {
    let (items, item) = (step.container.items, step.item)
    let isLast = step.index == items.count - 1
    let comma = source.skipSpace(from: item.end)
    let hasComma = source[comma] == UInt8(ascii: ",")
    let end = hasComma ? comma + 1 : item.end
    let lineEnd = source.trailingComment(from: end)?.upperBound ?? source.skipBlanks(from: end)
    if source.isFirstOnLine(item.start), lineEnd == source.lineEnd(of: end) {
      let start = source.startOfMember(at: item.start)
      splices.append(YAMLSplice(start..<source.nextLine(after: lineEnd)))
      if isLast, !hasComma { removeComma(behind: items[step.index - 1]) }
    } else if isLast {
      splices.append(YAMLSplice(items[step.index - 1].end..<item.end))
    } else {
      splices.append(YAMLSplice(item.start..<items[step.index + 1].start))
    }
  }

  private mutating func removeComma(behind item: YAMLItem) {
    let comma = source.skipSpace(from: item.end)
    guard source[comma] == UInt8(ascii: ",") else { return }
    splices.append(YAMLSplice(comma..<comma + 1))
  }
}
