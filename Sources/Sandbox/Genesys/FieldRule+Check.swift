import JSON

/// Why a body is refused, in the words of an ErrorBody's `details`.
struct Violation: Sendable, Hashable {
  let code: String
  let field: String
  let message: String

  var json: JSON { ["errorCode": .string(code), "fieldName": .string(field)] }
}

extension FieldRule {
  /// Fills in the standard value and returns what is wrong with the field.
  func check(_ body: inout JSON) -> Violation? {
    if let parent = pointer.parent, body[parent]?.object == nil {
      return nil  // the parent's own rule says what is wrong
    }
    guard let value = body[pointer], !value.isNull else {
      if let standard { body[pointer] = standard }
      guard isRequired else { return nil }
      return Violation(code: "required", field: name, message: "\(name) is required")
    }
    if case .choices = shape, let kept = lowered(value) { body[pointer] = kept }
    return problem(with: body[pointer] ?? value).map {
      Violation(code: "invalid.value", field: name, message: "\(name) \($0)")
    }
  }

  private func lowered(_ value: JSON) -> JSON? {
    value.array.map { .array($0.map { $0.string.map { .string($0.lowercased()) } ?? $0 }) }
  }

  private func problem(with value: JSON) -> String? {
    switch shape {
    case .text: return value.string == nil ? "must be a string" : nil
    case .filledText: return value.string?.isEmpty == false ? nil : "must be a non-empty string"
    case .flag: return value.bool == nil ? "must be true or false" : nil
    case .object: return value.object == nil ? "must be an object" : nil
    case .days:
      guard let days = value.int, days > 0, days <= 36_500 else {
        return "must be a whole number of days from 1 to 36500"
      }
      return nil
    case .oneOf(let choices):
      let isKnown = value.string.map(choices.contains) ?? false
      return isKnown ? nil : "must be one of \(choices.joined(separator: ", "))"
    case .texts: return texts(value) == nil ? "must be a non-empty array of strings" : nil
    case .choices(let choices):
      let isKnown = texts(value)?.allSatisfy(choices.contains) ?? false
      return isKnown ? nil : "must hold one or more of \(choices.joined(separator: ", "))"
    case .httpsURL:
      let text = value.string ?? ""
      let isURL = text.hasPrefix("https://") && text.utf8.count > 8 && !text.contains(" ")
      return isURL ? nil : "must be an https URL"
    }
  }

  private func texts(_ value: JSON) -> [String]? {
    guard let elements = value.array, !elements.isEmpty else { return nil }
    let texts = elements.compactMap(\.string)
    return texts.count == elements.count && !texts.contains("") ? texts : nil
  }
}
