/// A date as ISO 8601 writes it, with or without a time of day.
struct DateText {
  /// Year, month, day, hour, minute, second, each padded with zeros.
  private let fields: [Substring]

  /// The names of the fields in a pattern.
  static let names = ["yyyy", "MM", "dd", "HH", "mm", "ss"]

  /// Reads `2026-11-28`, `2026-11-28T09:30`, `2026-11-28 09:30:15.250Z` and the like.
  init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count >= 10, bytes[4] == 45, bytes[7] == 45 else { return nil }
    var places = [0..<4, 5..<7, 8..<10]
    if bytes.count > 10 {
      guard bytes.count >= 16, bytes[10] == UInt8(ascii: "T") || bytes[10] == 32, bytes[13] == 58
      else { return nil }
      places += [11..<13, 14..<16]
      if bytes.count >= 19, bytes[16] == 58 { places.append(17..<19) }
    }
    guard places.allSatisfy({ bytes[$0].allSatisfy { $0 &- 48 <= 9 } }) else { return nil }
    fields = places.map { Substring(String(decoding: bytes[$0], as: UTF8.self)) }
  }

  /// Its fields as numbers, in the order of their names.
  var values: [Int] { fields.map { Int($0) ?? 0 } }

  /// Returns the date in a pattern of `yyyy MM dd HH mm ss`; fields that it lacks are 00.
  func text(_ pattern: String) -> String {
    var result = ""
    var rest = Substring(pattern)
    while let first = rest.first {
      let run = rest.prefix { $0 == first }
      let field = Self.names.firstIndex(of: String(run))
      result += field.map { $0 < fields.count ? fields[$0] : "00" } ?? run
      rest = rest[run.endIndex...]
    }
    return result
  }
}
