import Crypto
import JSON
import World

/// The file an export makes: the same for the same interval and filter, on any day.
struct ExportFile {
  private let export: JSON
  private let rule: ExportRule
  /// The ids of the queues: those the filter names, else as many as there are names.
  private let queues: [String]
  /// What the filter lets through, as a cell.
  private let filters: String

  init(export: JSON, rule: ExportRule) {
    self.export = export
    self.rule = rule
    let filter = export["filter"] ?? export["filters"] ?? .null
    filters = filter.listedTexts.joined(separator: "; ")
    let named = filter["queueIds"]?.array?.compactMap(\.string) ?? []
    queues = named.isEmpty ? Self.names.indices.map { "queue-\($0 + 1)" } : named
  }

  private static let names = [
    "Kundenservice Zürich", "Facturation – Québec", "Atención al cliente", "Réclamations",
    "Obsługa klienta", "Ventas €", "Technik, Störung", "VIP £ & ¥", "サポート", "Billing",
  ]
  private static let columns = [
    "Interval Start", "Interval End", "Interval Complete", "Filters", "Media Type", "Queue Id",
    "Queue Name", "Offer", "Answer", "Answer %", "Abandon", "Abandon %", "ASA", "Service Level %",
    "Avg Handle", "Avg Talk", "Avg Hold", "Avg ACW", "Cost €",
  ]

  /// The bytes of the CSV, by RFC 4180; rows beyond the interval's own are these over again.
  var bytes: [UInt8] {
    let mark = export["csvDelimiter"] == "SEMICOLON" ? UInt8(ascii: ";") : UInt8(ascii: ",")
    var lines = CSVText(mark: mark)
    lines.add(Self.columns)
    addOddity(&lines)
    let rows = rows(mark)
    guard let end = rows.ends.last else { return lines.bytes }
    let count = rule.rows ?? rows.ends.count
    for _ in 0..<count / rows.ends.count { lines.append(rows.bytes[..<end]) }
    let rest = count % rows.ends.count
    if rest > 0 { lines.append(rows.bytes[..<rows.ends[rest - 1]]) }
    return lines.bytes
  }

  /// One row for each hour and queue, and where each of them ends.
  private func rows(_ mark: UInt8) -> (bytes: [UInt8], ends: [Int]) {
    var lines = CSVText(mark: mark)
    var ends: [Int] = []
    var chance = Chance(seed: SHA256.hash(Array(seed.utf8)).bytes)
    let (start, hours) = span
    for hour in 0..<hours {
      for queue in queues.indices {
        lines.add(cells(queue, start.advanced(by: .seconds(3600 * hour)), &chance))
        ends.append(lines.bytes.count)
      }
    }
    return (lines.bytes, ends)
  }

  private func cells(_ queue: Int, _ start: Timestamp, _ chance: inout Chance) -> [String] {
    let offer = chance.next(40) + 1
    let abandon = chance.next(max(1, offer / 5))
    let answer = offer - abandon
    let talk = 60_000 + chance.next(240_000)
    let hold = chance.next(30_000)
    let work = chance.next(60_000)
    let share = { (part: Int) in "\(part * 100 / offer).\(part * 1000 / offer % 10)%" }
    return [
      start.rfc3339, start.advanced(by: .seconds(3600)).rfc3339, "TRUE", filters, "voice",
      queues[queue], Self.names[queue % Self.names.count], String(offer), String(answer),
      share(answer),
      String(abandon), share(abandon), String(chance.next(45_000)),
      share(answer - answer / 9), duration(talk + hold + work), duration(talk), duration(hold),
      duration(work), "\(offer * 3).\(chance.next(90) + 10)",
    ]
  }

  private func duration(_ milliseconds: Int) -> String {
    let seconds = milliseconds / 1000
    let two = { (number: Int) in number < 10 ? "0\(number)" : "\(number)" }
    switch export["durationFormat"]?.string {
    case "Seconds": return "\(seconds).\(milliseconds % 1000)"
    case "Hhmmss": return "\(two(seconds / 3600)):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
    case "Hms": return "\(seconds / 3600)h \(seconds / 60 % 60)m \(seconds % 60)s"
    default: return String(milliseconds)
    }
  }

  private func addOddity(_ lines: inout CSVText) {
    var cells = Array(repeating: "", count: Self.columns.count)
    switch rule.content {
    case .plain: return
    case .invalidUTF8: return lines.addInvalid(columns: cells.count)
    case .longCell: cells[6] = String(repeating: "long cell ", count: 10_240)
    case .markup:
      cells[3] = "<script>alert(\"1\")</script> & <b>"
      cells[6] = "=HYPERLINK(\"http://127.0.0.1\",\"x\")\r\nsecond line"
    }
    lines.add(cells)
  }

  /// What decides the numbers.
  private var seed: String {
    [intervalText, filters, export["viewType"]?.string ?? "", export["reportId"]?.string ?? ""]
      .joined(separator: "\n")
  }

  private var intervalText: String { export["interval"]?.string ?? "" }

  /// When the first row begins, and how many hours there are, three days' worth at most.
  private var span: (start: Timestamp, hours: Int) {
    let ends = intervalText.split(separator: "/").map { end in
      Timestamp(rfc3339: String(end)) ?? Timestamp(rfc3339: "\(end)Z")
    }
    guard ends.count == 2, let start = ends[0], let end = ends[1] else {
      return (Timestamp(seconds: 1_767_225_600), 24)
    }
    let hours = Int((end.milliseconds - start.milliseconds) / 3_600_000)
    return (start, min(max(hours, 1), 72))
  }
}

extension JSON {
  /// The texts in its lists, however deep.
  fileprivate var listedTexts: [String] {
    if let list = array { return list.flatMap { $0.string.map { [$0] } ?? $0.listedTexts } }
    return (object ?? [:]).flatMap(\.value.listedTexts)
  }
}

/// Numbers that follow from bytes and look random.
private struct Chance {
  private var state: UInt64

  init(seed: [UInt8]) {
    state = seed.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// Returns a number below a bound.
  mutating func next(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % bound
  }
}

/// Lines of cells with a mark between them.
private struct CSVText {
  let mark: UInt8
  private(set) var bytes: [UInt8] = []

  init(mark: UInt8) {
    self.mark = mark
  }

  mutating func append(_ text: ArraySlice<UInt8>) { bytes += text }

  mutating func add(_ cells: [String]) {
    for (index, cell) in cells.enumerated() {
      if index > 0 { bytes.append(mark) }
      add(cell)
    }
    bytes += [13, 10]
  }

  /// Adds a line whose first cell is no UTF-8.
  mutating func addInvalid(columns: Int) {
    bytes += [0x4D, 0xFC, 0x6C, 0xFF, 0xFE, 0xC3]
    bytes += Array(repeating: mark, count: columns - 1) + [13, 10]
  }

  private mutating func add(_ cell: String) {
    let isSpecial = cell.utf8.contains { $0 == mark || $0 == 34 || $0 == 13 || $0 == 10 }
    guard isSpecial else {
      bytes += cell.utf8
      return
    }
    bytes.append(34)
    for byte in cell.utf8 { bytes += byte == 34 ? [34, 34] : [byte] }
    bytes.append(34)
  }
}
