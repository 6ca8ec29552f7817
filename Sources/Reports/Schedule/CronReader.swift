import Diagnostics

/// Reads the fields of a cron expression and collects what is wrong with them.
struct CronReader {
  /// A field that was read.
  struct Field {
    let values: CronValues
    let column: Int
    /// It is `*` and nothing else.
    let isStar: Bool
    let beginsWithStar: Bool
    let hasStar: Bool
  }

  /// A stretch of the expression without blanks.
  struct Word {
    let scalars: ArraySlice<Unicode.Scalar>

    var column: Int { scalars.startIndex + 1 }
    var text: String { String(String.UnicodeScalarView(scalars)) }
  }

  private let scalars: [Unicode.Scalar]
  private(set) var problems: [CronProblem] = []
  private(set) var remarks: [CronProblem] = []

  private static let macros: KeyValuePairs = [
    "@hourly": "0 * * * *", "@daily": "0 0 * * *", "@midnight": "0 0 * * *",
    "@weekly": "0 0 * * 0", "@monthly": "0 0 1 * *", "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
  ]

  init(_ text: String) {
    scalars = Array(text.unicodeScalars)
  }

  mutating func readFields() -> [Field] {
    var words = Self.words(of: scalars)
    if let first = words.first, first.text.hasPrefix("@") {
      guard let expansion = macro(first, following: words.dropFirst().first) else { return [] }
      words = Self.words(of: Array(expansion.unicodeScalars))
    }
    guard checkCount(words) else { return [] }
    let fields = zip(CronField.allCases, words).map { field, word in read(word, as: field) }
    checkDays(fields, words)
    return fields
  }

  private static func words(of scalars: [Unicode.Scalar]) -> [Word] {
    scalars.split(whereSeparator: \.properties.isWhitespace).map(Word.init)
  }

  private mutating func macro(_ word: Word, following: Word?) -> String? {
    if let following {
      report("nothing may follow \(word.text)", following.column, "leave it out")
      return nil
    }
    if let macro = Self.macros.first(where: { $0.key == word.text }) { return macro.value }
    let names = Self.macros.map(\.key)
    if word.text.lowercased() == "@reboot" {
      report("@reboot names no time", word.column, "write when the report is due, as @daily")
    } else {
      let nearest =
        names.first { $0 == word.text.lowercased() } ?? nearestName(to: word.text, in: names)
      let choice = nearest ?? "one of \(names.joined(separator: " "))"
      report("there is no \(word.text)", word.column, "write \(choice)")
    }
    return nil
  }

  private mutating func checkCount(_ words: [Word]) -> Bool {
    let example = "minute, hour, day of the month, month and day of the week, as 0 6 * * MON-FRI"
    guard let first = words.first, let last = words.last else {
      report("the schedule is empty", 1, "write \(example)")
      return false
    }
    if first.text.contains("=") {
      report(
        "a schedule sets no \(first.text.prefix { $0 != "=" })", first.column,
        "name the time zone beside the schedule")
      return false
    }
    switch words.count {
    case 5: return true
    case ..<5:
      let count = words.count == 1 ? "1 field" : "\(words.count) fields"
      report("\(count) where a schedule has 5", last.column, "write \(example)")
    case 6 where last.scalars.count == 4 && Int(last.text) != nil:
      report("6 fields where a schedule has 5: years are not taken", last.column, "leave it out")
    case 6, 7:
      report(
        "\(words.count) fields where a schedule has 5: seconds and years are not taken",
        words[5].column, "leave out the seconds, which stand first, or the year, which stands last")
    default:
      report("\(words.count) fields where a schedule has 5", words[5].column, "write \(example)")
    }
    return false
  }

  private mutating func read(_ word: Word, as field: CronField) -> Field {
    var parser = CronFieldParser(word, field)
    let values = parser.parse()
    problems += parser.problems
    remarks += parser.remarks
    return Field(
      values: values, column: word.column, isStar: word.text == "*",
      beginsWithStar: word.scalars.first == "*", hasStar: word.scalars.contains("*"))
  }

  /// Refuses two day fields of which one has a `*` in it: whether both or either must match then
  /// depends on the cron.
  private mutating func checkDays(_ fields: [Field], _ words: [Word]) {
    let (day, weekday) = (fields[2], fields[4])
    guard problems.isEmpty, !day.isStar, !weekday.isStar else { return }
    for (index, field) in [(2, day), (4, weekday)] where field.hasStar {
      let (text, range) = (words[index].text, CronField.allCases[index].range)
      let limits = "\(range.lowerBound)-\(index == 4 ? 6 : range.upperBound)"
      report(
        "crons differ on whether both days must match where one is \(text)", field.column,
        "write * for one of them, or \(limits) in place of the * for either")
    }
  }

  private mutating func report(_ message: String, _ column: Int, _ remedy: String) {
    problems.append(CronProblem(message, column: column, remedy: remedy))
  }
}
