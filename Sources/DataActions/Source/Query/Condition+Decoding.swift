internal import JSON

extension ActionReader {
  private static let words =
    ["equals", "notEquals", "in", "isNull"] + Comparison.Order.allCases.map(\.rawValue)
    + Comparison.Place.allCases.map(\.rawValue)

  /// Reads a condition: a test of a column, a list of which all must hold, or `all`, `any`, `not`.
  func condition(_ value: JSON, _ place: JSONPointer, depth: Int) -> Condition? {
    guard depth < 32 else {
      report(place, "conditions are nested deeper than 32 levels")
      return nil
    }
    if value.array != nil { return conditions(value, place, depth).map(Condition.all) }
    guard let object = self.object(value, place, ["all", "any", "not", "column"] + Self.words)
    else {
      return nil
    }
    if object.contains("column") { return tests(object, place) }
    guard object.count == 1, let member = object.members.first,
      ["all", "any", "not"].contains(member.key)
    else {
      report(place, "a condition names a column, or is one of all, any and not")
      return nil
    }
    let inner = place.appending(member.key)
    switch member.key {
    case "all": return conditions(member.value, inner, depth).map(Condition.all)
    case "any": return conditions(member.value, inner, depth).map(Condition.any)
    default: return condition(member.value, inner, depth: depth + 1).map(Condition.not)
    }
  }

  private func conditions(_ value: JSON, _ place: JSONPointer, _ depth: Int) -> [Condition]? {
    guard let elements = value.array, !elements.isEmpty else {
      report(place, "a list of conditions is needed, with one of them at least")
      return nil
    }
    return elements.enumerated().compactMap { index, element in
      condition(element, place.appending(index), depth: depth + 1)
    }
  }

  private func tests(_ object: JSONObject, _ place: JSONPointer) -> Condition? {
    guard let column = object["column"].flatMap({ text($0, place.appending("column")) }) else {
      return nil
    }
    var tests: [Condition] = []
    for member in object where member.key != "column" {
      if let test = self.test(column, member, place.appending(member.key)) { tests.append(test) }
    }
    guard object.count > 1 else {
      report(
        place, "nothing is asked of column \"\(column)\"",
        hint: "one of \(Self.words.joined(separator: ", "))")
      return nil
    }
    return tests.count == 1 ? tests[0] : .all(tests)
  }

  private func test(
    _ column: String, _ member: JSONObject.Member, _ place: JSONPointer
  ) -> Condition? {
    switch member.key {
    case "all", "any", "not":
      report(place, "\(member.key) does not go with column", hint: "put the test into it")
      return nil
    case "isNull":
      let test = Condition.test(column: column, .isNull)
      return bool(member.value, place).map { $0 ? test : .not(test) }
    case "equals": return operand(member.value, place).map { .test(column: column, .equals($0)) }
    case "notEquals":
      return operand(member.value, place).map { .not(.test(column: column, .equals($0))) }
    case "in":
      guard let elements = member.value.array else {
        report(place, "in needs a list")
        return nil
      }
      let operands = elements.enumerated().compactMap { operand($1, place.appending($0)) }
      return .test(column: column, .oneOf(operands))
    default:
      guard let operand = self.operand(member.value, place) else { return nil }
      return compare(member.key, operand, place).map { .test(column: column, $0) }
    }
  }

  private func operand(_ value: JSON, _ place: JSONPointer) -> Operand? {
    if let operand = Operand(value) { return operand }
    report(place, "\(value.typeName) stands where a text, number, boolean or null is needed")
    return nil
  }

  private func compare(
    _ word: String, _ operand: Operand, _ place: JSONPointer
  ) -> Comparison? {
    switch operand {
    case .text, .input: break
    case .number where Comparison.Order(rawValue: word) != nil: break
    case .number, .bool, .null:
      report(
        place,
        "\(word) needs a text\(Comparison.Order(rawValue: word) == nil ? "" : " or a number")")
      return nil
    }
    return Comparison.Order(rawValue: word).map { .order($0, operand) }
      ?? Comparison.Place(rawValue: word).map { .text($0, operand) }
  }
}
