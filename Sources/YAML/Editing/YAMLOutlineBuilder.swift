/// Makes an outline of the events of a text.
struct YAMLOutlineBuilder: ~Copyable {
  let source: YAMLSource
  private var stream: YAMLStream
  private var offsets: YAMLOffsets
  /// The columns of the block collections around the next node.
  private(set) var columns: [Int] = []
  private var flowDepth = 0

  init(_ source: YAMLSource) {
    self.source = source
    stream = YAMLStream(source.bytes)
    offsets = YAMLOffsets(stream.part)
  }

  mutating func documents() throws(YAMLSyntaxError) -> [YAMLOutline.Document] {
    var documents: [YAMLOutline.Document] = []
    while true {
      let event = try next()
      switch event.kind {
      case .streamEnd: return documents
      case .documentStart(let isExplicit):
        let root = try node(try next())
        let range = offsets[event.range]
        let start = isExplicit ? range.upperBound : range.lowerBound
        let place = root.isAbsent ? root.absent(at: start) : root
        documents.append(.init(start: start, hasDirectives: event.hasDirectives, root: place))
      default: break
      }
    }
  }

  private mutating func next() throws(YAMLSyntaxError) -> YAMLEvent {
    let event = try stream.next()
    if stream.part.start != offsets.start { offsets = YAMLOffsets(stream.part) }
    return event
  }

  private mutating func node(_ event: YAMLEvent) throws(YAMLSyntaxError) -> YAMLNode {
    var node = bare(event)
    switch event.kind {
    case .sequenceStart(let isFlow), .mappingStart(let isFlow):
      try readItems(of: &node, isFlow: isFlow)
    case .scalar(_, .literal), .scalar(_, .folded): setBlock(of: &node)
    default: break
    }
    return node
  }

  private func bare(_ event: YAMLEvent) -> YAMLNode {
    let range = offsets[event.range]
    let kind: YAMLNode.Kind =
      switch event.kind {
      case .scalar(let text, let style): .scalar(text, style)
      case .alias(let name): .alias(name)
      case .sequenceStart: .sequence
      default: .mapping
      }
    let content = content(of: event, in: range, kind)
    return YAMLNode(
      kind: kind, anchor: event.anchor, tag: event.tag, start: range.lowerBound,
      content: content, end: max(content, range.upperBound))
  }

  private func content(of event: YAMLEvent, in range: Range<Int>, _ kind: YAMLNode.Kind) -> Int {
    let count = (event.anchor == nil ? 0 : 1) + (event.tag == nil ? 0 : 1)
    let properties = source.properties(
      from: range.lowerBound, count: count, isInFlow: flowDepth > 0)
    guard let last = properties.last else { return range.lowerBound }
    if case .scalar("", .plain) = kind, last.upperBound >= range.upperBound {
      return last.upperBound
    }
    return source.skipSpace(from: last.upperBound)
  }
}

extension YAMLOutlineBuilder {
  private mutating func readItems(
    of node: inout YAMLNode, isFlow: Bool
  ) throws(YAMLSyntaxError) {
    node.isFlow = isFlow
    let hasBrackets = source[node.content] == (node.kind == .mapping ? 0x7B : 0x5B)
    let isBracketed = isFlow && hasBrackets
    if isFlow { flowDepth += 1 } else { columns.append(source.column(of: node.content)) }
    node.end = isBracketed ? node.content + 1 : node.content
    while true {
      let event = try next()
      if event.kind == .sequenceEnd || event.kind == .mappingEnd {
        if isBracketed { node.end = offsets[event.range].upperBound }
        break
      }
      let start = itemStart(from: node.end, isFlow: isFlow)
      let item =
        node.kind == .mapping ? try member(event, start) : try element(event, start, isFlow)
      node.items.append(item)
      node.end = item.end
    }
    if isFlow { flowDepth -= 1 } else { columns.removeLast() }
  }

  private func itemStart(from end: Int, isFlow: Bool) -> Int {
    let start = source.skipSpace(from: end)
    return isFlow && source[start] == UInt8(ascii: ",") ? source.skipSpace(from: start + 1) : start
  }

  private mutating func element(
    _ event: YAMLEvent, _ start: Int, _ isFlow: Bool
  ) throws(YAMLSyntaxError) -> YAMLItem {
    let slot = isFlow ? start : start + 1
    let value = try node(event)
    return YAMLItem(
      start: start, isExplicit: false, key: nil, mark: isFlow ? nil : start, slot: slot,
      value: value.isAbsent ? value.absent(at: slot) : value)
  }

  private mutating func member(
    _ event: YAMLEvent, _ start: Int
  ) throws(YAMLSyntaxError) -> YAMLItem {
    let isExplicit =
      source[start] == UInt8(ascii: "?") && source[start + 1].map { $0 <= 0x20 } ?? true
    var key = try node(event)
    if key.isAbsent { key = key.absent(at: isExplicit ? start + 1 : start) }
    let colon = source.skipSpace(from: key.end)
    let hasColon = source[colon] == UInt8(ascii: ":")
    let slot = hasColon ? colon + 1 : key.end
    let value = try node(try next())
    return YAMLItem(
      start: start, isExplicit: isExplicit, key: key, mark: hasColon ? colon : nil, slot: slot,
      value: value.isAbsent ? value.absent(at: slot) : value)
  }
}
