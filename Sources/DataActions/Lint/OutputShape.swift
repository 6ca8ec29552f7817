internal import JSON
internal import Templates

/// Where in the output each attribute of a translation map ends up, found by rendering with marks.
struct OutputShape {
  /// The output with marks in the places of values.
  let document: JSON

  private static let mark = "\u{1}"

  /// Renders a success template; nil where what it gives without an answer is no JSON.
  init?(_ template: Template, attributes: [String]) {
    for isQuoted in [true, false] {
      var variables = JSONObject()
      for name in attributes + ["rawResult"] {
        let text = Self.mark + name + Self.mark
        variables[name] = .string(isQuoted ? "\"\\u0001\(name)\\u0001\"" : text)
      }
      guard let text = try? template.render(TemplateContext(variables)),
        let document = try? JSON.parse(
          text.replacing(Self.mark, with: "\\u0001"),
          limits: JSON.Limits(depth: 50, duplicateKeys: .lastWins))
      else { continue }
      self.document = document
      return
    }
    return nil
  }

  /// The members of the output; nil where all of it comes from the answer.
  var members: JSONObject? { document.object }

  /// The attribute whose value a member is, if it is one and nothing else.
  static func attribute(_ value: JSON) -> String? {
    guard let text = value.string, text.hasPrefix(mark), text.hasSuffix(mark), text.count > 2
    else { return nil }
    let name = text.dropFirst().dropLast()
    return name.contains(mark) ? nil : String(name)
  }
}
