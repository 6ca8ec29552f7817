import JSON

extension YAMLChange {
  /// Writes another value in the place of a node.
  mutating func replace(_ path: YAMLPath, by newValue: JSON) throws(Failure) {
    let node = path.node
    if let use = anchors.use(ofValueIn: node.start..<max(node.end, node.start + 1)) {
      throw failure(use)
    }
    value[path.pointer] = newValue
    if path.isInFlow {
      replaceInFlow(path, by: newValue)
    } else if let text = textInPlace(of: node, path, newValue) {
      splices.append(YAMLSplice(node.start..<node.end, properties(of: node) + text))
    } else {
      replaceBlock(path, by: newValue)
    }
  }

  private func properties(of node: YAMLNode) -> String { node.anchor.map { "&\($0) " } ?? "" }

  private mutating func replaceInFlow(_ path: YAMLPath, by newValue: JSON) {
    guard let item = path.steps.last?.item else { return }
    let node = path.node
    let text =
      if case .scalar(_, let style) = node.kind {
        writer.text(ofScalar: newValue, like: style, isInFlow: true, indent: 0)
      } else {
        YAMLWriter.flowText(of: newValue)
      }
    let lead = !node.isAbsent ? "" : item.mark == nil ? ": " : " "
    splices.append(YAMLSplice(node.start..<node.end, lead + properties(of: node) + text))
  }

  /// Returns the text to put exactly where a node of a block stands, if that is possible.
  private func textInPlace(of node: YAMLNode, _ path: YAMLPath, _ newValue: JSON) -> String? {
    let isContainer = newValue.array?.isEmpty == false || newValue.object?.isEmpty == false
    switch node.kind {
    case .scalar(_, let style) where !isContainer && !node.isAbsent && node.block == nil:
      let indent = childIndent(path)
      let text = writer.text(ofScalar: newValue, like: style, isInFlow: false, indent: indent)
      return text.contains("\n") ? nil : text
    case .alias where !isContainer:
      let text = writer.text(ofScalar: newValue)
      return text.contains("\n") ? nil : text
    case .sequence where node.isFlow && !node.items.isEmpty,
      .mapping where node.isFlow && !node.items.isEmpty:
      let text = YAMLWriter.flowText(of: newValue)
      let isLong = source.column(of: node.start) + text.count > 100
      return isLong || source.text(node.start..<node.end).utf8.contains(0x0A) ? nil : text
    default: return nil
    }
  }

  /// The indentation of what stands in lines below a dash or a key.
  private func childIndent(_ path: YAMLPath) -> Int {
    path.steps.last.map { source.column(of: $0.item.start) + 2 } ?? 0
  }

  /// Writes a value from the dash or colon on, and keeps the comment of that line.
  private mutating func replaceBlock(_ path: YAMLPath, by newValue: JSON) {
    let node = path.node
    let slot = slot(of: path)
    let text = blockText(newValue, path, slot)
    let isInner = node.isBlockCollection
    let outer = source.trailingComment(from: node.end)
    let kept = [
      source.trailingComment(from: slot),
      node.block.flatMap { source.trailingComment(from: $0.headerEnd) },
      isInner || node.block != nil ? nil : outer,
    ]
    var comments: [Range<Int>] = []
    for comment in kept.compactMap(\.self) where !comments.contains(comment) {
      comments.append(comment)
    }
    let end = outer?.upperBound ?? max(node.end, source.blanksEnd(behind: node.end))
    let firstEnd = text.firstIndex(of: "\n") ?? text.endIndex
    let comment = comments.map { " " + source.text($0) }.joined()
    splices.append(YAMLSplice(slot..<end, text[..<firstEnd] + comment + text[firstEnd...]))
  }

  private func slot(of path: YAMLPath) -> Int {
    guard let item = path.steps.last?.item else {
      return source.isFirstOnLine(path.node.start) ? path.node.start : document.start
    }
    return item.slot
  }

  /// Returns what stands behind a dash, a colon, or `---`, without the last line break.
  private func blockText(_ newValue: JSON, _ path: YAMLPath, _ slot: Int) -> String {
    let indent = childIndent(path)
    let anchor = path.node.anchor.map { " &\($0)" } ?? ""
    var writer = writer
    guard let step = path.steps.last else {
      writer.root(newValue)
      let isContainer = newValue.object?.isEmpty == false || newValue.array?.isEmpty == false
      let lead = isContainer && (slot != path.node.start || !anchor.isEmpty) ? "\n" : " "
      let text = anchor + lead + writer.text.dropLast()
      return slot == path.node.start && text.first == " " ? String(text.dropFirst()) : text
    }
    if step.container.kind == .sequence, anchor.isEmpty {
      writer.text = " "
      writer.nested(newValue, indent: indent)
    } else {
      if step.item.mark == nil { writer.text = "\n" + writer.spaces(indent - 2) + ":" }
      writer.text += anchor
      writer.member(newValue, indent: indent)
    }
    return String(writer.text.dropLast())
  }
}
