/// Cuts the documents of a file into tokens and says in which columns they shall stand.
struct YAMLTokenizer {
  /// A file has something that the formatter does not know how to write.
  struct Unsupported: Error {}

  private let source: YAMLSource
  private(set) var tokens: [YAMLToken] = []

  init(_ outline: YAMLOutline) throws(Unsupported) {
    source = outline.source
    for document in outline.documents {
      if document.hasDirectives { throw Unsupported() }
      let mark = max(document.start - 3, 0)..<document.start
      if source.bytes[mark].elementsEqual("---".utf8) {
        tokens.append(YAMLToken(range: mark, column: 0, levels: []))
      }
      try add(document.root, column: 0, levels: [])
    }
  }

  private mutating func add(
    _ node: YAMLNode, column: Int, levels: [YAMLToken.Level]
  ) throws(Unsupported) {
    for property in source.properties(of: node) {
      tokens.append(YAMLToken(range: property, column: column, levels: levels))
    }
    if node.isBlockCollection {
      try addItems(of: node, column: column, levels: levels)
    } else if let block = node.block {
      add(block, of: node, column: column, levels: levels)
    } else if node.content < node.end {
      let range = node.content..<node.end
      var form = YAMLToken.Form.same
      if source.bytes[range].contains(0x0A) {
        form = .moved
      } else if node.isFlow, let text = source.tidyFlowContent(of: node) {
        form = .text(text)
      }
      tokens.append(YAMLToken(range: range, form: form, column: column, levels: levels))
    }
  }

  private mutating func addItems(
    of node: YAMLNode, column: Int, levels: [YAMLToken.Level]
  ) throws(Unsupported) {
    let levels = levels + [.init(old: source.column(of: node.content), new: column)]
    for item in node.items {
      if item.isExplicit { throw Unsupported() }
      if let key = item.key { try add(key, column: column, levels: levels) }
      guard let mark = item.mark else { throw Unsupported() }
      var isTight = item.key != nil
      if case .alias = item.key?.kind { isTight = false }
      tokens.append(
        YAMLToken(range: mark..<mark + 1, column: column, isTight: isTight, levels: levels))
      try add(item.value, column: column + 2, levels: levels)
    }
  }

  /// Adds a block text; one that ends with the file instead of a line must say so from now on.
  private mutating func add(
    _ block: YAMLNode.Block, of node: YAMLNode, column: Int, levels: [YAMLToken.Level]
  ) {
    let header = node.content..<block.headerEnd
    var text = String(source.text(header).map { $0.isNumber ? "2" : $0 })
    if block.body != nil, node.end == source.bytes.count {
      text = text.filter { $0 != "-" && $0 != "+" } + "-"
    }
    tokens.append(YAMLToken(range: header, form: .text(text), column: column, levels: levels))
    guard let body = block.body else { return }
    tokens.append(
      YAMLToken(
        range: body, form: .body(indent: block.indent), column: max(column, 2), levels: levels))
  }
}
