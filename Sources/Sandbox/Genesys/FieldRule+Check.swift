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
  func check(_ body: inout JSON) -> [Violation] {
    guard pointer.tokens.contains("*") else { return check(&body, at: pointer).map { [$0] } ?? [] }
    let (parent, last) = (pointer.tokens.dropLast(), pointer.tokens.suffix(1))
    let places =
      last == ["*"]
      ? body.pointers(to: pointer.tokens[...], from: .root)
      : body.pointers(to: parent, from: .root).map { JSONPointer($0.tokens + last) }
    return places.compactMap { check(&body, at: $0) }
  }

  private func check(_ body: inout JSON, at pointer: JSONPointer) -> Violation? {
    let name = pointer.tokens.joined(separator: ".")
    if let parent = pointer.parent, body[parent]?.object == nil {
      let isElement = body[parent]?.array != nil && arrayIndex(pointer.tokens.last ?? "") != nil
      guard isElement else { return nil }  // the parent's own rule says what is wrong
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
    case .anything: return nil
    case .list: return value.array == nil ? "must be an array" : nil
    case .words: return value.texts == nil ? "must be an array of strings" : nil
    case .map: return value.textsByName == nil ? "must hold strings by name" : nil
    case .someOf(let choices):
      let isKnown = value.texts?.allSatisfy(choices.contains) ?? false
      return isKnown ? nil : "may hold only \(choices.joined(separator: ", "))"
    case .limitedText(let length):
      let count = value.string?.count ?? 0
      return count > 0 && count <= length ? nil : "must be a string of 1 to \(length) characters"
    case .whole(let range):
      let isInside = value.int.map(range.contains) ?? false
      return isInside
        ? nil : "must be a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .mailAddress:
      let parts = (value.string ?? "").split(separator: "@", omittingEmptySubsequences: false)
      let isAddress = parts.count == 2 && !parts.contains("")
      return isAddress ? nil : "must be an e-mail address"
    }
  }

  private func texts(_ value: JSON) -> [String]? {
    guard let elements = value.array, !elements.isEmpty else { return nil }
    let texts = elements.compactMap(\.string)
    return texts.count == elements.count && !texts.contains("") ? texts : nil
  }
}
