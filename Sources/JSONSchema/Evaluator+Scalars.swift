import Diagnostics
import JSON

extension Evaluator {
  /// Checks `enum` and `const`.
  mutating func checkValues(_ node: SchemaNode, _ value: JSON) -> Bool {
    var isValid = true
    for allowed in node.values where !allowed.contains(value) {
      guard collects else { return false }
      isValid = reject(node, allowed, value)
    }
    return isValid
  }

  mutating func check(_ rules: NumberRules, _ number: JSONNumber, _ node: SchemaNode) -> Bool {
    var isValid = true
    for bound in rules.bounds where !bound.allows(number) {
      guard collects else { return false }
      isValid = reject(node, bound.keyword, "out-of-range", bound.message)
    }
    if let divisor = rules.divisor, !rules.isMultiple(number) {
      isValid = reject(
        node, "multipleOf", "not-a-multiple", "must be a multiple of \(divisor.text)")
    }
    return isValid
  }

  mutating func check(_ rules: StringRules, _ text: String, _ node: SchemaNode) -> Bool {
    var isValid = rules.limitsLength ? checkLength(rules, text, node) : true
    guard isValid || collects else { return false }
    if let pattern = rules.pattern {
      let matches = matches(pattern, text, node, "pattern")
      if !matches {
        isValid = reject(
          node, "pattern", "pattern-mismatch", "must match the pattern \(pattern.source)")
      }
    }
    if let format = rules.format, !format.matches(text) {
      isValid = reject(node, "format", "malformed-\(format.rawValue)", "must be \(format.noun)")
    }
    return isValid
  }

  private mutating func checkLength(
    _ rules: StringRules, _ text: String, _ node: SchemaNode
  ) -> Bool {
    let length = text.unicodeScalars.count
    var isValid = true
    if let minimum = rules.minimum, length < minimum {
      isValid = reject(
        node, "minLength", "too-short",
        length == 0 ? "must not be empty" : "must have at least \(counted(minimum, "character"))")
    }
    if let maximum = rules.maximum, length > maximum {
      isValid = reject(
        node, "maxLength", "too-long", "must have at most \(counted(maximum, "character"))")
    }
    return isValid
  }

  /// Returns whether a text matches, and gives the whole check up where that takes too long.
  mutating func matches(
    _ pattern: Pattern, _ text: String, _ node: SchemaNode, _ keyword: String
  ) -> Bool {
    if let matches = pattern.matches(text) { return matches }
    fault = violation(
      node, keyword, "pattern-too-costly",
      "cannot be checked: the pattern \(pattern.source) takes too many steps")
    return false
  }
}
