/// When something is to happen: the minutes whose fields on a clock and a calendar match.
///
/// It has five fields or is a macro, and takes what vixie cron and croniter read alike.
package struct CronExpression: Sendable, Hashable {
  /// The expression as it was written.
  package let text: String
  /// What is legal but rarely meant.
  package let remarks: [CronProblem]

  let minutes: CronValues
  let hours: CronValues
  let days: CronValues
  let months: CronValues
  let weekdays: CronValues
  /// Which days match, given both kinds of them.
  let dayRule: DayRule
  /// Whether it goes by real time when the clocks change: its minute or hour begins with `*`.
  package let followsRealTime: Bool

  enum DayRule: Sendable, Hashable {
    /// The day of the month and that of the week must match; one of them is `*`.
    case both
    /// Either will do.
    case either
  }

  /// Reads an expression, or tells all that is wrong with it.
  package init(_ text: String) throws(CronError) {
    var reader = CronReader(text)
    let fields = reader.readFields()
    guard reader.problems.isEmpty, fields.count == CronField.allCases.count else {
      throw CronError(problems: reader.problems)
    }
    self.text = text
    minutes = fields[0].values
    hours = fields[1].values
    days = fields[2].values
    months = fields[3].values
    weekdays = fields[4].values
    dayRule = fields[2].isStar || fields[4].isStar ? .both : .either
    followsRealTime = fields[0].beginsWithStar || fields[1].beginsWithStar
    remarks = reader.remarks
    if let problem = days(neverIn: fields) { throw CronError(problems: [problem]) }
  }

  /// Tells that no month has the day, or returns nil where one has.
  private func days(neverIn fields: [CronReader.Field]) -> CronProblem? {
    guard dayRule == .both, let day = days.first(from: 1) else { return nil }
    let longest =
      (1...12).filter { months.contains($0) }
      .map { CalendarDate.days(inMonth: $0, of: 2000) }.max() ?? 31
    guard day > longest else { return nil }
    return CronProblem(
      "the schedule never fires: no month of it has a day \(day)", column: fields[2].column,
      remedy: "write a day up to \(longest), or other months")
  }
}

extension CronExpression: CustomStringConvertible {
  package var description: String { text }
}
