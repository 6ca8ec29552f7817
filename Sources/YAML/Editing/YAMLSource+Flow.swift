extension YAMLSource {
  private func tidyFlowText(of node: YAMLNode) -> String? {
    let properties = properties(of: node).map { text($0) + " " }.joined()
    return tidyFlowContent(of: node).map { properties + $0 }
  }

  /// Returns a flow collection with single spaces, nil where that is better left alone.
  ///
  /// Its own tag and anchor are no part of the text.
  func tidyFlowContent(of node: YAMLNode) -> String? {
    guard node.isCollection else { return text(node.content..<node.end) }
    let items = node.items.map(tidyFlowText)
    let texts = items.compactMap(\.self)
    guard texts.count == items.count else { return nil }
    let text = texts.joined(separator: ", ")
    switch self[node.content] {
    case UInt8(ascii: "["): return "[" + text + "]"
    case UInt8(ascii: "{"): return "{" + text + "}"
    default: return text
    }
  }

  private func tidyFlowText(of item: YAMLItem) -> String? {
    guard let key = item.key else { return tidyFlowText(of: item.value) }
    guard item.start == key.start, let keyText = tidyFlowText(of: key) else { return nil }
    guard item.mark != nil else { return keyText }
    guard !item.value.isAbsent, let value = tidyFlowText(of: item.value) else { return nil }
    if case .alias = key.kind { return keyText + " : " + value }
    return keyText + ": " + value
  }
}
