import Diagnostics

extension CronFieldParser {
  /// Tells what a word that is no value may have been meant for.
  mutating func reportWord(_ part: ArraySlice<Unicode.Scalar>) {
    let written = text(part)
    switch written.uppercased() {
    case "?":
      report("not every cron takes ?", part, "write *")
    case let word where field == .day && (word.hasPrefix("L") || word.hasSuffix("W")):
      report(
        "not every cron takes \(written)", part,
        "write a day from 1 to 28; for the end of a month, the first of the next with the period"
          + " last month")
    case let word where field == .weekday && (word.contains("#") || word.hasSuffix("L")):
      report("not every cron takes \(written)", part, "write the day of the week alone")
    case let word where word.contains("*"):
      report("\(written) is no \(field.name)", part, "write * alone, or with a step as */2")
    default:
      let nearest = nearestName(to: String(written.uppercased().prefix(3)), in: field.names)
      let known = field.names.first { written.uppercased().hasPrefix($0) } ?? nearest
      report("\(written) is no \(field.name)", part, known.map { "write \($0)" } ?? field.choice)
    }
  }

  /// Remarks on a step that does what is rarely meant by it.
  mutating func remark(
    on step: Int, in range: ClosedRange<Int>, _ parts: [ArraySlice<Unicode.Scalar>]
  ) {
    let column = parts[1].startIndex + 1
    guard step <= range.upperBound - range.lowerBound else {
      remarks.append(
        CronProblem(
          "a step of \(step) takes \(range.lowerBound) alone", column: column,
          remedy: "write \(range.lowerBound), or a smaller step"))
      return
    }
    guard field == .minute || field == .hour, parts[0].first == "*", field.cycle % step != 0
    else { return }
    let values = stride(from: range.lowerBound, through: range.upperBound, by: step).map(
      String.init)
    let unit = field == .minute ? "hour" : "day"
    remarks.append(
      CronProblem(
        "*/\(step) begins anew with every \(unit): \(values.joined(separator: ", "))",
        column: column, remedy: "take a step that divides \(field.cycle) for even distances"))
  }
}
