import JSON

/// Puts the members of a manifest in the order people expect, with the comments that belong to them.
enum YAMLMemberOrder {
  private static let names = ["apiVersion", "kind", "metadata", "spec"]

  /// Returns a value with its members in that order, if it is a manifest.
  static func applied(to value: JSON) -> JSON {
    guard let object = value.object, isManifest(object.keys) else { return value }
    return .object(JSONObject(distinct: ordered(object.members, by: \.key)))
  }

  /// Returns the bytes of a tidy text with all its manifests in that order.
  static func applied(to outline: YAMLOutline) -> [UInt8] {
    let splices = outline.documents.flatMap { Self.splices(for: $0, in: outline.source) }
    return outline.source.applying(splices)
  }

  private static func isManifest(_ names: [String]) -> Bool {
    names.contains("apiVersion") && names.contains("kind")
  }

  private static func ordered<Member>(
    _ members: [Member], by name: (Member) -> String?
  ) -> [Member] {
    func rank(_ member: Member) -> Int {
      names.firstIndex { $0 == name(member) } ?? names.count
    }
    return members.enumerated().sorted {
      (rank($0.element), $0.offset) < (rank($1.element), $1.offset)
    }
    .map(\.element)
  }

  private static func splices(
    for document: YAMLOutline.Document, in source: YAMLSource
  ) -> [YAMLSplice] {
    let items = document.root.items
    guard document.root.kind == .mapping, isManifest(items.compactMap(name(of:))),
      canMove(document.root)
    else { return [] }
    let chunks = zip(items, chunks(of: items, in: source)).map { (item: $0, range: $1) }
    let sorted = ordered(chunks) { name(of: $0.item) }
    guard zip(chunks, sorted).contains(where: { $0.range != $1.range }),
      let first = chunks.first?.range, let last = chunks.last?.range
    else { return [] }
    var text = sorted.map { source.text($0.range) }
    text[0] = String(text[0].drop { $0 == "\n" })
    return [YAMLSplice(first.lowerBound..<last.upperBound, text.joined())]
  }

  private static func name(of item: YAMLItem) -> String? {
    if case .scalar(let text, _) = item.key?.kind { text } else { nil }
  }

  /// Whether its members mean the same in every order, at every place.
  private static func canMove(_ node: YAMLNode) -> Bool {
    if case .alias = node.kind { return false }
    return node.block?.keepsEnd != true && node.items.allSatisfy { canMove($0.value) }
  }

  /// Returns the lines of each member, with the blank lines and comments before it.
  ///
  /// What stands before a blank line at the top of the document stays there.
  private static func chunks(of items: [YAMLItem], in source: YAMLSource) -> [Range<Int>] {
    var chunks: [Range<Int>] = []
    var start = items.first.map { source.startOfMember(at: $0.start) } ?? 0
    for item in items {
      let end = source.nextLine(after: source.end(ofLines: item, column: 0))
      chunks.append(start..<end)
      start = end
    }
    return chunks
  }
}
