extension JSON {
  /// Texts by name, in the order of the names.
  package static func texts(_ dictionary: [String: String]) -> JSON {
    .object(JSONObject(dictionary.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }))
  }

  /// The elements where all of them are texts.
  package var texts: [String]? {
    guard let array else { return nil }
    let texts = array.compactMap(\.string)
    return texts.count == array.count ? texts : nil
  }

  /// The members where all of them are texts.
  package var textsByName: [String: String]? {
    guard let object else { return nil }
    var texts: [String: String] = [:]
    for member in object {
      guard let text = member.value.string else { return nil }
      texts[member.key] = text
    }
    return texts
  }
}
