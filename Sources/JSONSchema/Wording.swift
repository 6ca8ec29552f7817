import Diagnostics
import JSON

extension JSON {
  /// The value as a message shows it: texts bare, containers only by kind.
  var shown: String {
    switch self {
    case .null: "null"
    case .bool(let value): value ? "true" : "false"
    case .number(let number): number.text
    case .string(let text): text.isEmpty ? "\"\"" : text
    case .array(let elements): elements.isEmpty ? "[]" : "a certain list"
    case .object(let object): object.isEmpty ? "{}" : "a certain object"
    }
  }
}

/// Returns names in a row: `a, b or c`.
func listed(_ names: [String], _ word: String = "or") -> String {
  guard let last = names.last, names.count > 1 else { return names.first ?? "nothing" }
  return names.dropLast().joined(separator: ", ") + " \(word) " + last
}

/// Returns the message of a value that is none of those allowed.
func allowedMessage(_ values: [JSON]) -> String {
  let shown = values.prefix(12).map(\.shown)
  if values.count == 1 { return "must be \(shown.joined())" }
  if values.isEmpty { return "has no value that is allowed" }
  let rest = values.count > shown.count ? ", …" : ""
  return "must be one of \(shown.joined(separator: ", "))\(rest)"
}

/// Returns a hint where a text is close to one of the allowed ones.
func nearestHint(to value: JSON, in values: [JSON]) -> String? {
  guard let text = value.string else {
    let same = values.first { $0.string == value.shown }
    return same.map { "write it as a string: \"\($0.shown)\"" }
  }
  if let same = values.first(where: { $0.string == nil && $0.shown == text }) {
    return "write it without quotes: \(same.shown)"
  }
  return nearestName(to: text, in: values.compactMap(\.string)).map { "did you mean \($0)?" }
}

extension Evaluator {
  /// Returns what a person calls the values of a schema: its title, else its types.
  func noun(of schema: Int) -> String? {
    if let title = title(of: schema) { return title }
    let node = program.resolvingAliases(schema)
    if let values = node.values.first?.values, values.count == 1 { return values.first?.shown }
    return node.types.map { listed($0.nouns) }
  }

  /// Returns a schema's title, or that of the schema it is a reference to, with an article.
  func title(of schema: Int) -> String? {
    let title = program.nodes[schema].title ?? program.resolvingAliases(schema).title
    guard let title, let first = title.unicodeScalars.first else { return nil }
    let isPlain = title.dropFirst().allSatisfy { !$0.isUppercase }
    let article = "aeiouAEIOU".unicodeScalars.contains(first) ? "an" : "a"
    return "\(article) \(isPlain ? title.lowercased() : title)"
  }
}
