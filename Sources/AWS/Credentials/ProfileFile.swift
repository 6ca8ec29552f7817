internal import HTTP

/// The sections of a file that AWS's tools share: `~/.aws/config` or `~/.aws/credentials`.
struct ProfileFile: Sendable {
  /// The settings of each section by the section's whole name, as in `profile dev`.
  private(set) var sections: [String: [String: String]] = [:]

  /// Reads a file's text, and says the line where it is not understood, never what stands there.
  init(_ text: String, path: String) throws(AuthenticationError) {
    var section: String?
    var indent = 0
    for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .enumerated()
    {
      let content = line.drop(while: \.isBlank)
      if content.isEmpty || content.first == "#" || content.first == ";" { continue }
      let depth = line.count - content.count
      if depth == 0, content.first == "[" {
        guard let name = Self.sectionName(content) else {
          throw Self.problem(path, index, "this is no section")
        }
        section = name
        sections[name] = sections[name] ?? [:]
        indent = .max
        continue
      }
      // What is further in belongs to the setting above it.
      if depth > indent { continue }
      guard let section else { throw Self.problem(path, index, "this stands in no section") }
      guard let (name, value) = Self.setting(content) else {
        throw Self.problem(path, index, "this is neither a section nor NAME = VALUE")
      }
      sections[section]?[name] = value
      indent = depth
    }
  }

  private static func problem(
    _ path: String, _ index: Int, _ what: String
  ) -> AuthenticationError {
    AuthenticationError(status: nil, "\(path):\(index + 1): \(what)")
  }

  /// Returns what stands between the brackets, runs of white space and quotes made plain.
  private static func sectionName(_ line: Substring) -> String? {
    guard let end = line.firstIndex(of: "]") else { return nil }
    let words = line[..<end].dropFirst().split(whereSeparator: \.isBlank)
    let name = words.joined(separator: " ").replacing("\"", with: "").replacing("'", with: "")
    return name.isEmpty ? nil : name
  }

  private static func setting(_ line: Substring) -> (String, String)? {
    guard let equals = line.firstIndex(of: "=") else { return nil }
    let name = line[..<equals].trimmed.lowercased()
    var value = line[line.index(after: equals)...]
    for mark in [" #", " ;", "\t#", "\t;"] {
      if let start = value.firstRange(of: mark) { value = value[..<start.lowerBound] }
    }
    return name.isEmpty ? nil : (name, value.trimmed)
  }
}

extension Character {
  fileprivate var isBlank: Bool { self == " " || self == "\t" }
}

extension Substring {
  fileprivate var trimmed: String {
    var text = drop(while: \.isBlank)
    while text.last?.isBlank == true { text.removeLast() }
    return String(text)
  }
}
