import JSON

/// The values an `enum` or `const` lists.
final class AllowedValues: Sendable {
  let keyword: String
  let values: [JSON]
  /// The texts among them, for a quick look.
  private let strings: Set<String>

  init(keyword: String, values: [JSON]) {
    self.keyword = keyword
    self.values = values
    strings = Set(values.compactMap(\.string))
  }

  func contains(_ value: JSON) -> Bool {
    if let text = value.string, !strings.contains(text) { return false }
    return values.contains { $0.isSame(as: value) }
  }

  var names: [String] { values.compactMap(\.string) }
}
