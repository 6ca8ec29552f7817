internal import Diagnostics
internal import JSON

/// Reads the values of a block of a data action and collects what is wrong with them.
final class ActionReader {
  private(set) var problems: [ActionProblem] = []

  func report(_ problem: ActionProblem) { problems.append(problem) }

  func report(_ pointer: JSONPointer, _ message: String, hint: String? = nil) {
    problems.append(ActionProblem(at: pointer, message, hint: hint))
  }

  /// Returns an object, and reports members that it cannot have.
  func object(_ value: JSON, _ place: JSONPointer, _ names: [String]) -> JSONObject? {
    guard let object = value.object else {
      report(place, "\(value.typeName) stands where an object is needed")
      return nil
    }
    for key in object.keys where !names.contains(key) {
      let near = nearestName(to: key, in: names)
      report(
        place.appending(key), "there is no \"\(key)\" here",
        hint: near.map { "did you mean \"\($0)\"?" } ?? "there are \(names.joined(separator: ", "))"
      )
    }
    return object
  }

  func required(_ object: JSONObject, _ name: String, _ place: JSONPointer) -> JSON? {
    if let value = object[name] { return value }
    report(place, "\"\(name)\" is missing")
    return nil
  }

  /// Returns a text that is not empty.
  func text(_ value: JSON, _ place: JSONPointer) -> String? {
    if let text = value.string, !text.isEmpty { return text }
    report(
      place, value.string == nil ? "\(value.typeName) stands where a text is needed" : "it is empty"
    )
    return nil
  }

  func texts(_ value: JSON, _ place: JSONPointer) -> [String] {
    guard let elements = value.array else {
      report(place, "\(value.typeName) stands where a list of texts is needed")
      return []
    }
    if elements.isEmpty { report(place, "the list is empty") }
    let texts = elements.enumerated().compactMap { index, element -> String? in
      if let text = element.string { return text }
      report(place.appending(index), "\(element.typeName) stands where a text is needed")
      return nil
    }
    for (index, name) in texts.enumerated() where texts[..<index].contains(name) {
      report(place.appending(index), "\"\(name)\" is listed twice")
    }
    return texts
  }

  func bool(_ value: JSON, _ place: JSONPointer) -> Bool? {
    if let value = value.bool { return value }
    report(place, "\(value.typeName) stands where true or false is needed")
    return nil
  }

  func positive(_ value: JSON, _ place: JSONPointer) -> Int? {
    if let number = value.int, number > 0 { return number }
    report(place, "a whole number of 1 or more is needed")
    return nil
  }

  /// Returns one of a few words.
  func choice(_ value: JSON, _ place: JSONPointer, _ words: [String]) -> String? {
    if let text = value.string, words.contains(text) { return text }
    report(place, "one of \(words.joined(separator: ", ")) is needed")
    return nil
  }

  func word<Word: RawRepresentable<String> & CaseIterable>(
    _ value: JSON, _ place: JSONPointer
  ) -> Word? {
    choice(value, place, Word.allCases.map(\.rawValue)).flatMap(Word.init(rawValue:))
  }
}
