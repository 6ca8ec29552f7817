internal import JSON

extension JSON {
  /// The limits that a schema sets to a value, in words.
  var limits: [String] {
    var limits = [
      range("minimum", "maximum") { $0 }, beyond("exclusiveMinimum", "more than"),
      beyond("exclusiveMaximum", "less than"), beyond("multipleOf", "a multiple of"),
      range("minLength", "maxLength") { "\($0) character\($0 == "1" ? "" : "s")" },
      range("minItems", "maxItems") { "\($0) element\($0 == "1" ? "" : "s")" },
      range("minProperties", "maxProperties") { "\($0) member\($0 == "1" ? "" : "s")" },
    ].compactMap(\.self)
    if self["uniqueItems"] == true { limits.append("no element twice") }
    if let format = self["format"]?.string { limits.append("the format \(format)") }
    if let pattern = self["pattern"]?.string { limits.append("the pattern \(pattern)") }
    return limits
  }

  private func beyond(_ keyword: String, _ words: String) -> String? {
    self[keyword].map { "\(words) \($0.text)" }
  }

  private func range(_ least: String, _ most: String, _ words: (String) -> String) -> String? {
    switch (self[least]?.text, self[most]?.text) {
    case (let least?, let most?) where least == most: "exactly \(words(most))"
    case (let least?, let most?): "\(least) to \(words(most))"
    case (let least?, nil): "at least \(words(least))"
    case (nil, let most?): "at most \(words(most))"
    case (nil, nil): nil
    }
  }
}
