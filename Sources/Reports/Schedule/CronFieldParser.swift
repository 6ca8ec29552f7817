/// Reads one field of a cron expression: a list of `*`, values and ranges, with steps.
struct CronFieldParser {
  let field: CronField
  private let word: ArraySlice<Unicode.Scalar>
  var problems: [CronProblem] = []
  var remarks: [CronProblem] = []

  init(_ word: CronReader.Word, _ field: CronField) {
    (self.word, self.field) = (word.scalars, field)
  }

  mutating func parse() -> CronValues {
    var values = CronValues()
    for item in word.split(separator: ",", omittingEmptySubsequences: false) {
      values = values.union(parse(item))
    }
    guard field == .weekday, values.contains(7) else { return values }
    return values.through(6).union(CronValues([0]))
  }

  private mutating func parse(_ item: ArraySlice<Unicode.Scalar>) -> CronValues {
    guard !item.isEmpty else {
      report("a value is missing", item, field.choice)
      return CronValues()
    }
    let parts = item.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else { return range(parts[0]).map { CronValues($0) } ?? CronValues() }
    guard let range = range(parts[0]), let step = step(parts[1]) else { return CronValues() }
    guard parts[0].first == "*" || parts[0].contains("-") else {
      let written = text(parts[0])
      report(
        "not every cron takes a step after a single value", item,
        "write \(written)-\(field == .weekday ? 6 : field.range.upperBound)/\(text(parts[1]))")
      return CronValues()
    }
    remark(on: step, in: range, parts)
    return CronValues(stride(from: range.lowerBound, through: range.upperBound, by: step))
  }

  private mutating func range(_ part: ArraySlice<Unicode.Scalar>) -> ClosedRange<Int>? {
    if part.elementsEqual("*".unicodeScalars) { return field.range }
    let ends = part.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
    guard ends.count == 2 else { return value(part).map { $0...$0 } }
    guard let lower = value(ends[0]), let upper = value(ends[1]) else { return nil }
    guard lower != upper else {
      report("some crons take \(text(part)) for every value", part, "write \(text(ends[0]))")
      return nil
    }
    guard lower < upper else {
      report("the range \(text(part)) runs backwards", part, backwards(lower, upper))
      return nil
    }
    return lower...upper
  }

  /// Says how to write a range that runs over the end of the field.
  private func backwards(_ lower: Int, _ upper: Int) -> String {
    if field == .weekday, upper == 0 { return "write \(lower)-7" }
    let (least, most) = (field.range.lowerBound, field == .weekday ? 6 : field.range.upperBound)
    let high = lower >= most ? "\(lower)" : "\(lower)-\(most)"
    let low = upper == least ? "\(least)" : "\(least)-\(upper)"
    return "write \(high),\(low)"
  }

  private mutating func value(_ part: ArraySlice<Unicode.Scalar>) -> Int? {
    let written = text(part)
    if let index = field.names.firstIndex(of: written.uppercased()) {
      return index + (field == .month ? 1 : 0)
    }
    guard !part.isEmpty else {
      report("a value is missing", part, field.choice)
      return nil
    }
    guard let number = number(part) else {
      reportWord(part)
      return nil
    }
    guard field.range.contains(number) else {
      report("\(written) is no \(field.name)", part, field.choice)
      return nil
    }
    return number
  }

  private mutating func step(_ part: ArraySlice<Unicode.Scalar>) -> Int? {
    if let number = number(part), number > 0 { return number }
    let written = text(part)
    report(
      written.isEmpty ? "the step is missing" : "\(written) is no step", part,
      "write a number from 1 on after the /")
    return nil
  }

  /// Reads up to nine digits.
  private func number(_ part: ArraySlice<Unicode.Scalar>) -> Int? {
    guard !part.isEmpty, part.count < 10, part.allSatisfy({ ("0"..."9").contains($0) })
    else { return nil }
    return Int(text(part))
  }

  func text(_ part: ArraySlice<Unicode.Scalar>) -> String {
    String(String.UnicodeScalarView(part))
  }

  mutating func report(
    _ message: String, _ place: ArraySlice<Unicode.Scalar>, _ remedy: String
  ) {
    problems.append(CronProblem(message, column: place.startIndex + 1, remedy: remedy))
  }
}
