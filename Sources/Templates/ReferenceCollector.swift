/// Walks through a template and notes each use of a variable.
struct ReferenceCollector {
  typealias Use = TemplateReference.Use

  let bytes: [UInt8]
  var locals: Set<String> = []
  private var found: [(ReferenceNode, Use, calls: [String], isInQuotes: Bool)] = []
  private var isInQuotes = false

  init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// Returns what was found, in the order of the places.
  func finish() -> [TemplateReference] {
    var (line, column, offset) = (1, 1, 0)
    return found.sorted { $0.0.offset < $1.0.offset }.map { node, use, calls, isInQuotes in
      while offset < node.offset {
        let isLineEnd = bytes[offset] == UInt8(ascii: "\n")
        if isLineEnd { line += 1 }
        column = isLineEnd ? 1 : column + (bytes[offset] & 0xC0 == 0x80 ? 0 : 1)
        offset += 1
      }
      return TemplateReference(
        root: node.root, steps: node.steps.map(\.summary),
        place: TemplatePlace(line: line, column: column, offset: offset), text: node.literal,
        isQuiet: node.isQuiet, use: use, calls: calls, isInQuotes: isInQuotes,
        isLocal: locals.contains(node.root))
    }
  }

  /// Notes the variables that nodes set.
  mutating func collectLocals(_ nodes: [TemplateNode]) {
    for node in nodes {
      switch node {
      case .set(let target, _, _) where target.steps.isEmpty: locals.insert(target.root)
      case .conditional(let branches): for branch in branches { collectLocals(branch.body) }
      case .loop(let loop):
        locals.formUnion([loop.variable, "foreach", "velocityCount", "velocityHasNext"])
        collectLocals(loop.body)
      case .call(let call): if let body = call.body { collectLocals(body) }
      default: break
      }
    }
  }

  mutating func visit(_ nodes: [TemplateNode], _ use: Use = .shown, calls: [String] = []) {
    for node in nodes {
      switch node {
      case .text(let text): if use == .shown, calls.isEmpty { follow(text) }
      // A backslash makes a text of it, or two do not.
      case .reference(let reference):
        if reference.slashes.isMultiple(of: 2) { visit(reference, use, calls) }
      case .set(let target, let value, _):
        visit(target, .assigned, [])
        visit(value, .read, [])
      case .conditional(let branches):
        for branch in branches {
          if let condition = branch.condition { visit(condition, .read, []) }
          visit(branch.body, use, calls: calls)
        }
      case .loop(let loop):
        visit(loop.items, .read, [])
        visit(loop.body, use, calls: calls)
      case .call(let call):
        for argument in call.arguments { visit(argument.node, use, calls) }
        if let body = call.body { visit(body, use, calls: calls) }
      case .breakLoop, .stop: break
      }
    }
  }

  /// Follows the double quotes of a text that goes to the result.
  private mutating func follow(_ text: String) {
    var isEscaped = false
    for byte in text.utf8 {
      if byte == UInt8(ascii: "\""), !isEscaped { isInQuotes.toggle() }
      isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
    }
  }

  private mutating func visit(_ reference: ReferenceNode, _ use: Use, _ calls: [String]) {
    found.append((reference, use, calls, isInQuotes))
    var path = reference.root
    for step in reference.steps {
      switch step {
      case .property(let name, _): path += ".\(name)"
      case .index(let index, _): visit(index, .read, [])
      case .method(let name, let arguments, _):
        for argument in arguments { visit(argument, use, ["\(path).\(name)"] + calls) }
        path += ".\(name)"
      }
    }
  }

  private mutating func visit(_ node: ExpressionNode, _ use: Use, _ calls: [String]) {
    switch node {
    case .reference(let reference): visit(reference, use, calls)
    case .interpolated(let nodes, _):
      let outer = isInQuotes
      visit(nodes, use, calls: calls)
      isInQuotes = outer
    case .list(let nodes, _): for node in nodes { visit(node, use, calls) }
    case .map(let entries, _):
      for entry in entries {
        visit(entry.key, use, calls)
        visit(entry.value, use, calls)
      }
    case .range(let first, let last, _):
      visit(first, .read, [])
      visit(last, .read, [])
    case .not(let node): visit(node, use, calls)
    case .and(let left, let right), .or(let left, let right), .equality(let left, let right, _),
      .comparison(let left, _, let right):
      visit(left, use, calls)
      visit(right, use, calls)
    case .arithmetic(let left, _, let right, _):
      visit(left.node, use, calls)
      visit(right.node, use, calls)
    case .bool, .int, .long, .big, .double, .text: break
    }
  }
}

extension ReferenceNode.Step {
  fileprivate var summary: TemplateReference.Step {
    switch self {
    case .property(let name, _): .name(name)
    case .method(let name, let arguments, _): .call(name, arguments: arguments.count)
    case .index(.int(let index), _): .index(Int(index))
    case .index(.text(let name), _): .name(name)
    case .index: .computed
    }
  }
}
