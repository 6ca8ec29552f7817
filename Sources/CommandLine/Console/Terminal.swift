/// What the environment says of the reader's terminal.
struct Terminal: Sendable {
  /// Whether it moves its cursor where it is told to.
  let isDumb: Bool
  /// Whether it shows letters of ASCII alone.
  let isASCII: Bool
  /// The width that somebody has set; nil where the terminal itself is asked.
  let columns: Int?

  init(_ environment: [String: String]) {
    isDumb = environment["TERM"] == "dumb"
    columns = environment["COLUMNS"].flatMap(Int.init).flatMap { (10...10_000) ~= $0 ? $0 : nil }
    isASCII = !Self.isUnicode(environment)
  }

  /// Whether the locale's letters are those of Unicode.
  ///
  /// Where none is set, as in most pipelines, nobody has said otherwise.
  private static func isUnicode(_ environment: [String: String]) -> Bool {
    let names = ["LC_ALL", "LC_CTYPE", "LANG"]
    guard let locale = names.lazy.compactMap({ environment[$0] }).first(where: { !$0.isEmpty })
    else { return true }
    let name = locale.lowercased()
    guard let dot = name.firstIndex(of: ".") else { return name.hasSuffix("utf8") }
    let charset = name[dot...].dropFirst().prefix { $0 != "@" }
    return charset == "utf-8" || charset == "utf8"
  }
}
