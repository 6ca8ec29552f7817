import Diagnostics
import Reports
import TestSupport
import Testing
import World

@Suite struct CronExpressionTests {
  /// The first four times from Thursday, 1 January 2026 on, in UTC.
  @Test(arguments: [
    ("* * * * *", "01-01T00:01 01-01T00:02 01-01T00:03 01-01T00:04"),
    ("*/20 * * * *", "01-01T00:20 01-01T00:40 01-01T01:00 01-01T01:20"),
    ("5-35/15 8 * * *", "01-01T08:05 01-01T08:20 01-01T08:35 01-02T08:05"),
    ("0 6,18 * * *", "01-01T06:00 01-01T18:00 01-02T06:00 01-02T18:00"),
    ("00 06 * * mon-Fri", "01-01T06:00 01-02T06:00 01-05T06:00 01-06T06:00"),
    ("0 6 * * 7", "01-04T06:00 01-11T06:00 01-18T06:00 01-25T06:00"),
    ("0 6 * * 5-7", "01-02T06:00 01-03T06:00 01-04T06:00 01-09T06:00"),
    ("0 6 * * 0", "01-04T06:00 01-11T06:00 01-18T06:00 01-25T06:00"),
    ("0 6 * * */3", "01-03T06:00 01-04T06:00 01-07T06:00 01-10T06:00"),
    ("0 6 31 * *", "01-31T06:00 03-31T06:00 05-31T06:00 07-31T06:00"),
    ("0 6 1 MAR,jul *", "03-01T06:00 07-01T06:00 03-01T06:00 07-01T06:00"),
    ("0 6 1 * MON", "01-01T06:00 01-05T06:00 01-12T06:00 01-19T06:00"),
    ("0 6 30 2 FRI", "02-06T06:00 02-13T06:00 02-20T06:00 02-27T06:00"),
    ("0 6 1-31 * MON", "01-01T06:00 01-02T06:00 01-03T06:00 01-04T06:00"),
    ("  0\t6 * * 1 ", "01-05T06:00 01-12T06:00 01-19T06:00 01-26T06:00"),
    ("@hourly", "01-01T01:00 01-01T02:00 01-01T03:00 01-01T04:00"),
    ("@daily", "01-02T00:00 01-03T00:00 01-04T00:00 01-05T00:00"),
    ("@midnight", "01-02T00:00 01-03T00:00 01-04T00:00 01-05T00:00"),
    ("@weekly", "01-04T00:00 01-11T00:00 01-18T00:00 01-25T00:00"),
    ("@monthly", "02-01T00:00 03-01T00:00 04-01T00:00 05-01T00:00"),
    ("@yearly", "01-01T00:00 01-01T00:00 01-01T00:00 01-01T00:00"),
    ("@annually", "01-01T00:00 01-01T00:00 01-01T00:00 01-01T00:00"),
  ])
  func `an expression fires at these times`(expression: String, expected: String) throws {
    let schedule = try schedule(expression)
    var time = try at("2026-01-01T00:00:00Z")
    var found: [String] = []
    for _ in 0..<4 {
      time = try #require(schedule.next(after: time)).instant
      found.append(String(text(time).dropFirst(5)))
    }
    #expect(found.joined(separator: " ") == expected)
    #expect(schedule.expression.remarks.isEmpty)
  }

  @Test(arguments: [
    ("61 * * * *", "column 1: 61 is no minute; write 0 to 59"),
    ("0 24 * * *", "column 3: 24 is no hour; write 0 to 23"),
    ("0 6am * * *", "column 3: 6am is no hour; write 0 to 23"),
    ("0 6 0 * *", "column 5: 0 is no day of the month; write 1 to 31"),
    ("0 6 * 13 *", "column 7: 13 is no month; write 1 to 12 or JAN to DEC"),
    ("0 6 * * 8", "column 9: 8 is no day of the week; write 0 to 7 or SUN to SAT"),
    ("0 6 * * MONDAY", "column 9: MONDAY is no day of the week; write MON"),
    ("0 6 * * Tus", "column 9: Tus is no day of the week; write TUE"),
    ("0 6 * sept *", "column 7: sept is no month; write SEP"),
    ("0 6 * MON *", "column 7: MON is no month; write 1 to 12 or JAN to DEC"),
    ("1,,2 * * * *", "column 3: a value is missing; write 0 to 59"),
    ("0 6, * * *", "column 5: a value is missing; write 0 to 23"),
    ("-5 * * * *", "column 1: a value is missing; write 0 to 59"),
    ("30-10 * * * *", "column 1: the range 30-10 runs backwards; write 30-59,0-10"),
    ("0 23-0 * * *", "column 3: the range 23-0 runs backwards; write 23,0"),
    ("0 6 * * FRI-SUN", "column 9: the range FRI-SUN runs backwards; write 5-7"),
    ("0 6 * * SAT-MON", "column 9: the range SAT-MON runs backwards; write 6,0-1"),
    ("0-0 * * * *", "column 1: some crons take 0-0 for every value; write 0"),
    ("*/0 * * * *", "column 3: 0 is no step; write a number from 1 on after the /"),
    ("*/ * * * *", "column 3: the step is missing; write a number from 1 on after the /"),
    ("*/5/5 * * * *", "column 3: 5/5 is no step; write a number from 1 on after the /"),
    ("5/15 * * * *", "column 1: not every cron takes a step after a single value; write 5-59/15"),
    ("0 6 * * 1/2", "column 9: not every cron takes a step after a single value; write 1-6/2"),
    ("*5 * * * *", "column 1: *5 is no minute; write * alone, or with a step as */2"),
    ("0 6 ? * *", "column 5: not every cron takes ?; write *"),
    (
      "0 6 L * *",
      "column 5: not every cron takes L; write a day from 1 to 28; for the end of a month, the"
        + " first of the next with the period last month"
    ),
    ("0 6 * * 5L", "column 9: not every cron takes 5L; write the day of the week alone"),
    ("0 6 * * MON#2", "column 9: not every cron takes MON#2; write the day of the week alone"),
    ("٣ * * * *", "column 1: ٣ is no minute; write 0 to 59"),
    (
      "9999999999999999999999 * * * *",
      "column 1: 9999999999999999999999 is no minute; write 0 to 59"
    ),
    (
      "0 6 */2 * MON",
      "column 5: crons differ on whether both days must match where one is */2; write * for one"
        + " of them, or 1-31 in place of the * for either"
    ),
    (
      "0 6 1 * *,MON",
      "column 9: crons differ on whether both days must match where one is *,MON; write * for one"
        + " of them, or 0-6 in place of the * for either"
    ),
    (
      "",
      "column 1: the schedule is empty; write minute, hour, day of the month, month and day of the"
        + " week, as 0 6 * * MON-FRI"
    ),
    (
      "0 6 *",
      "column 5: 3 fields where a schedule has 5; write minute, hour, day of the month, month and"
        + " day of the week, as 0 6 * * MON-FRI"
    ),
    (
      "0 0 6 * * MON",
      "column 11: 6 fields where a schedule has 5: seconds and years are not taken; leave out the"
        + " seconds, which stand first, or the year, which stands last"
    ),
    (
      "0 6 * * * 2027",
      "column 11: 6 fields where a schedule has 5: years are not taken; leave it out"
    ),
    (
      "CRON_TZ=UTC 0 6 * * *",
      "column 1: a schedule sets no CRON_TZ; name the time zone beside the schedule"
    ),
    ("@dayly", "column 1: there is no @dayly; write @daily"),
    ("@DAILY", "column 1: there is no @DAILY; write @daily"),
    ("@reboot", "column 1: @reboot names no time; write when the report is due, as @daily"),
    ("@daily 6", "column 8: nothing may follow @daily; leave it out"),
    (
      "0 0 30 2 *",
      "column 5: the schedule never fires: no month of it has a day 30; write a day up to 29, or"
        + " other months"
    ),
    (
      "0 0 31 4,6,FEB *",
      "column 5: the schedule never fires: no month of it has a day 31; write a day up to 30, or"
        + " other months"
    ),
  ])
  func `a problem has its place and its remedy`(expression: String, expected: String) {
    let error = #expect(throws: CronError.self) { try CronExpression(expression) }
    #expect(error?.description == expected)
  }

  @Test func `whatever is written is taken or refused with a place in it`() {
    var generator = SeededGenerator(seed: 5)
    let pieces = [
      "*", "/", "-", ",", " ", "0", "7", "59", "99", "MON", "@daily", "L", "é", "\0", "?",
    ]
    for _ in 0..<5000 {
      let text = (0...Int.random(in: 0...14, using: &generator))
        .compactMap { _ in pieces.randomElement(using: &generator) }.joined()
      do throws(CronError) {
        _ = try CronExpression(text)
      } catch {
        let columns = 1...text.unicodeScalars.count + 1
        #expect(!error.problems.isEmpty && error.problems.allSatisfy { columns ~= $0.column })
      }
    }
  }

  @Test func `all problems of an expression are told at once`() {
    let error = #expect(throws: CronError.self) { try CronExpression("60 6,25 L 1 x") }
    #expect(error?.problems.map(\.column) == [1, 6, 9, 13])
  }

  @Test(arguments: [
    ("*/45 * * * *", "column 3: */45 begins anew with every hour: 0, 45"),
    ("0 */5 * * *", "column 5: */5 begins anew with every day: 0, 5, 10, 15, 20"),
    ("*/90 * * * *", "column 3: a step of 90 takes 0 alone"),
    ("0 8-10/3 * * *", "column 8: a step of 3 takes 8 alone"),
  ])
  func `what is rarely meant is remarked`(expression: String, expected: String) throws {
    let remarks = try CronExpression(expression).remarks
    #expect(remarks.map { "column \($0.column): \($0.message)" } == [expected])
  }

  @Test func `a problem is a diagnostic where the schedule is written`() throws {
    let error = #expect(throws: CronError.self) { try CronExpression("61 * * * *") }
    let diagnostic = try #require(error?.problems.first).diagnostic(.error, at: nil)
    #expect(diagnostic.message == "61 is no minute (column 1 of the schedule)")
    #expect(diagnostic.hint == "write 0 to 59")
  }
}
