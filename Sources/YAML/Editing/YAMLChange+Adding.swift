import JSON

extension YAMLChange {
  /// Adds a member, or an element where there is no name, behind the last one of a collection.
  mutating func add(_ newValue: JSON, named name: String?, to path: YAMLPath) throws(Failure) {
    let node = path.node
    var whole = value[path.pointer] ?? .null
    whole[JSONPointer([name ?? "-"])] = newValue
    let hasBrackets = source[node.content] == 0x7B || source[node.content] == 0x5B
    guard let last = node.items.last, !node.isFlow || hasBrackets else {
      return try replace(path, by: whole)
    }
    value[path.pointer] = whole
    if node.isFlow {
      addInFlow(flowText(newValue, name), to: node, behind: last)
    } else {
      let column = source.column(of: last.start)
      let text = "\n" + blockText(newValue, name, column)
      splices += source.ending(last.value)
      splices.append(YAMLSplice(at: source.end(ofLines: last, column: column), text))
    }
  }

  private func blockText(_ newValue: JSON, _ name: String?, _ column: Int) -> String {
    var writer = writer
    writer.text = writer.spaces(column)
    if let name {
      writer.key(name, indent: column)
      writer.member(newValue, indent: column + 2)
    } else {
      writer.text += "- "
      writer.nested(newValue, indent: column + 2)
    }
    return String(writer.text.dropLast())
  }

  private func flowText(_ newValue: JSON, _ name: String?) -> String {
    guard let name else { return YAMLWriter.flowText(of: newValue) }
    return YAMLWriter.flowText(of: .init(key: name, value: newValue))
  }

  /// Adds on the same line, or on a line of its own where the last item has one.
  private mutating func addInFlow(_ text: String, to node: YAMLNode, behind last: YAMLItem) {
    let next = source.skipSpace(from: last.end)
    let hasComma = source[next] == UInt8(ascii: ",")
    let end = hasComma ? next + 1 : last.end
    let lineEnd = source.lineEnd(of: end)
    let hasOwnLine = source.isFirstOnLine(last.start) && lineEnd < node.end
    guard hasOwnLine else {
      splices.append(YAMLSplice(at: end, hasComma ? " \(text)," : ", \(text)"))
      return
    }
    if !hasComma { splices.append(YAMLSplice(at: last.end, ",")) }
    let lead = "\n" + String(repeating: " ", count: source.indentation(of: last.start))
    splices.append(YAMLSplice(at: lineEnd, lead + text + (hasComma ? "," : "")))
  }
}

extension YAMLSource {
  /// Makes a block text at the end of the file say that it has no line break, if it has none.
  func ending(_ node: YAMLNode?) -> [YAMLSplice] {
    guard let node = node?.last, let block = node.block, block.body != nil,
      node.end == bytes.count, let header = self[block.headerEnd - 1]
    else { return [] }
    switch header {
    case UInt8(ascii: "-"): return []
    case UInt8(ascii: "+"): return [YAMLSplice(block.headerEnd - 1..<block.headerEnd, "-")]
    default: return [YAMLSplice(at: block.headerEnd, "-")]
    }
  }

  func line(of offset: Int) -> Int { bytes[..<offset].count { $0 == 0x0A } + 1 }
}

extension YAMLNode {
  /// The node that ends where this one does.
  var last: YAMLNode { isFlow ? self : items.last?.value.last ?? self }
}
