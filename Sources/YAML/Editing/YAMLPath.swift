import JSON

/// The way a pointer takes through the nodes of a document, as far as they are written.
struct YAMLPath {
  struct Step {
    let container: YAMLNode
    let index: Int

    var item: YAMLItem { container.items[index] }
  }

  private(set) var steps: [Step] = []
  /// The node the way ends at.
  private(set) var node: YAMLNode
  private let tokens: [String]

  /// Follows a pointer until it ends, or the next node is an alias, a scalar or not there.
  init(_ pointer: JSONPointer, from root: YAMLNode) {
    node = root
    tokens = pointer.tokens
    while let token = rest.first, let index = Self.index(of: token, in: node) {
      steps.append(Step(container: node, index: index))
      node = node.items[index].value
    }
  }

  /// The part of the pointer that leads to the node.
  var pointer: JSONPointer { JSONPointer(Array(tokens.prefix(steps.count))) }
  /// The part of the pointer behind the node.
  var rest: [String] { Array(tokens.dropFirst(steps.count)) }

  var isInFlow: Bool { steps.last?.container.isFlow ?? false }

  private static func index(of token: String, in node: YAMLNode) -> Int? {
    switch node.kind {
    case .sequence: arrayIndex(token).flatMap { node.items.indices.contains($0) ? $0 : nil }
    case .mapping: node.items.firstIndex { $0.isNamed(token) }
    default: nil
    }
  }
}

extension YAMLItem {
  /// Whether its key is this text; an alias or a collection as a key is none.
  fileprivate func isNamed(_ name: String) -> Bool {
    guard case .scalar(let text, _) = key?.kind, !isMerge else { return false }
    return text.utf8.elementsEqual(name.utf8)
  }
}
