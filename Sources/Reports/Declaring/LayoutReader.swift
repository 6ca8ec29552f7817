internal import Diagnostics
internal import JSON

/// Reads the words of a layout, and gathers what is wrong with them.
struct LayoutReader {
  /// A value of the layout with the place where it stands.
  struct Place {
    let value: JSON
    let pointer: JSONPointer

    subscript(_ key: String) -> Place? {
      value[key].map { Place(value: $0, pointer: pointer.appending(key)) }
    }

    var elements: [Place] {
      (value.array ?? []).enumerated().map {
        Place(value: $1, pointer: pointer.appending($0))
      }
    }
  }

  private(set) var problems: [Diagnostic] = []
  private let locate: (JSONPointer) -> SourceLocation?
  private let address: String?

  init(at locate: @escaping (JSONPointer) -> SourceLocation?, address: String?) {
    (self.locate, self.address) = (locate, address)
  }

  mutating func report(_ code: String, _ message: String, at place: Place, hint: String? = nil) {
    problems.append(
      .error(
        code, "\(place.pointer) \(message)", at: locate(place.pointer), address: address,
        hint: hint))
  }

  private mutating func mustBe(_ what: String, _ place: Place) {
    report("invalid-layout", "must be \(what)", at: place)
  }

  mutating func text(_ place: Place?) -> String? {
    guard let place else { return nil }
    if let text = place.value.string { return text }
    mustBe("a text", place)
    return nil
  }

  mutating func texts(_ place: Place?) -> [String]? {
    place?.elements.compactMap { text($0) }
  }

  mutating func flag(_ place: Place?) -> Bool? {
    guard let place else { return nil }
    if let flag = place.value.bool { return flag }
    mustBe("true or false", place)
    return nil
  }

  mutating func number(_ place: Place?, in range: ClosedRange<Double>) -> Double? {
    guard let place else { return nil }
    if let number = place.value.number?.double, range.contains(number) { return number }
    mustBe("a number from \(plain(range.lowerBound)) to \(plain(range.upperBound))", place)
    return nil
  }

  mutating func count(_ place: Place?, in range: ClosedRange<Int>) -> Int? {
    guard let place else { return nil }
    if let count = place.value.int, range.contains(count) { return count }
    mustBe("a whole number from \(range.lowerBound) to \(range.upperBound)", place)
    return nil
  }

  /// Reads a number without a loss.
  mutating func exact(_ place: Place?) -> ReportNumber? {
    guard let place else { return nil }
    if let number = place.value.number.flatMap({ ReportNumber($0.text) }) { return number }
    mustBe("a number of at most 15 digits", place)
    return nil
  }

  /// Reads one of the words that a type has.
  mutating func word<Word: RawRepresentable<String> & CaseIterable>(
    _ place: Place?, _: Word.Type = Word.self
  ) -> Word? {
    guard let place else { return nil }
    if let word = place.value.string.flatMap({ Word(rawValue: $0) }) { return word }
    mustBe("one of \(Word.allCases.map(\.rawValue).joined(separator: ", "))", place)
    return nil
  }

  mutating func colour(_ place: Place?) -> Colour? {
    guard let place else { return nil }
    if let colour = place.value.string.flatMap({ Colour($0) }) { return colour }
    report(
      "invalid-colour", "is no colour", at: place,
      hint: "write # and six hexadecimal digits, such as \"#1F5F8B\"")
    return nil
  }
}

/// A number without the decimals of a whole one.
private func plain(_ number: Double) -> String {
  number == number.rounded() ? "\(Int(number))" : "\(number)"
}
