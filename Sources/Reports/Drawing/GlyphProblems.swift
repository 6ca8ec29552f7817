/// Which characters no font has, and which only a font has that nobody asked for.
struct GlyphProblems {
  /// Where each missing character was seen first, as many as an error names.
  private(set) var missing: [Unicode.Scalar: String] = [:]
  private var surplus = 0
  private var foreign: [String: Set<Unicode.Scalar>] = [:]

  private static let named = 20

  mutating func add(_ scalars: Set<Unicode.Scalar>, _ subject: String) {
    for scalar in scalars.sorted(by: { $0.value < $1.value }) where missing[scalar] == nil {
      guard missing.count < Self.named else {
        surplus += 1
        continue
      }
      missing[scalar] = subject
    }
  }

  mutating func add(foreign family: String, _ text: String) {
    guard foreign[family, default: []].count < Self.named else { return }
    foreign[family, default: []].formUnion(text.unicodeScalars.prefix(Self.named))
  }

  /// The error that the missing characters are, if there are any.
  var error: ReportError? {
    guard !missing.isEmpty else { return nil }
    return ReportError(
      "glyph-missing", "no font has \(list)",
      hint: "install \(packages), or let the report spell such characters out")
  }

  /// Notes on characters that were spelled out or that another font lent.
  var notes: [ReportNote] {
    var notes: [ReportNote] = []
    if !missing.isEmpty {
      notes.append(ReportNote("glyph-spelled", "no font has \(list), so it stands as its code"))
    }
    for (family, scalars) in foreign.sorted(by: { $0.key < $1.key }) {
      let codes = scalars.sorted { $0.value < $1.value }.prefix(5).map { "U+\(Self.code($0))" }
      notes.append(
        ReportNote(
          "font-foreign",
          "\(codes.joined(separator: ", ")) is drawn with \(family), which the theme does not name")
      )
    }
    return notes
  }

  static func code(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  private var list: String {
    let parts = missing.sorted { $0.key.value < $1.key.value }.map { scalar, subject in
      let name = scalar.properties.name.map { " \($0)" } ?? ""
      return "U+\(Self.code(scalar))\(name) (\(subject))"
    }
    return parts.joined(separator: ", ") + (surplus > 0 ? " and more" : "")
  }

  private var packages: String {
    let names = Set(missing.keys.map(Self.package)).sorted()
    return (names.count > 1 ? "the Debian packages " : "the Debian package ")
      + names.joined(separator: " ")
  }

  /// Returns the Debian package whose fonts have most of a character's script.
  private static func package(_ scalar: Unicode.Scalar) -> String {
    switch scalar.value {
    case 0x1100...0x11FF, 0x2E80...0x9FFF, 0xA960...0xA97F, 0xAC00...0xD7FF, 0xF900...0xFAFF,
      0xFE30...0xFE4F, 0xFF00...0xFFEF, 0x20000...0x3FFFF:
      "fonts-noto-cjk"
    case 0x1F000...0x1FAFF where scalar.properties.isEmoji: "fonts-symbola"
    case 0x2190...0x2BFF: "fonts-symbola"
    default: "fonts-noto-core"
    }
  }
}
