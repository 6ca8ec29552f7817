import Diagnostics
import Foundation
import JSON
import TestSupport
import World
import YAML

/// The cases of yaml-test-suite, read by the parser they test.
enum YAMLSuite {
  struct Case: CustomStringConvertible {
    let id: String
    let yaml: String
    let tree: String?
    let json: String?
    let fails: Bool

    var description: String { id }
    var file: SourceFile { SourceFile(name: id, text: yaml) }
  }

  static func cases() throws -> [Case] {
    guard let folder = PublicSuites.folder("yaml") else { return [] }
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    return try names.filter { $0.hasSuffix(".yaml") }.sorted().flatMap { name in
      let bytes = try Files.read(folder.appendingPathComponent(name).path)
      return cases(id: String(name.dropLast(5)), in: SourceFile(name: name, bytes: bytes))
    }
  }

  /// A case of a file takes over from the one before it what it leaves out.
  private static func cases(id: String, in file: SourceFile) -> [Case] {
    let parts = YAML.documents(in: file).documents.first?.array ?? []
    var fields: [String: LocatedJSON] = [:]
    return parts.enumerated().map { index, part in
      if part["yaml"] != nil { fields = [:] }
      for member in part.members ?? [] { fields[member.key] = member.value }
      return Case(
        id: parts.count == 1 ? id : "\(id)-\(index)",
        yaml: unmarked(fields["yaml"]?.string ?? ""),
        tree: fields["tree"]?.string.map(unmarked),
        json: fields["json"]?.string,
        fails: fields["fail"] != nil)
    }
  }

  /// Splits the values of several documents, which stand behind each other without a separator.
  static func values(_ text: String) -> [JSON] {
    var values: [JSON] = []
    var value = ""
    for line in text.split(separator: "\n") {
      value += line + "\n"
      guard let parsed = try? JSON.parse(value) else { continue }
      values.append(parsed)
      value = ""
    }
    return values
  }

  /// Replaces the marks the suite uses for what cannot be seen.
  private static func unmarked(_ text: String) -> String {
    var text = text.replacing("␣", with: " ").replacing(/—*»/, with: "\t")
    text = text.replacing("↵", with: "").replacing("←", with: "\r").replacing("⇔", with: "\u{FEFF}")
    if let end = text.range(of: "∎") { text.removeSubrange(end.lowerBound...) }
    return text
  }
}

extension YAMLEvent {
  /// The line the suite's trees have for this event.
  var treeLine: String {
    let properties = [anchor.map { "&\($0)" }, tag.map { "<\($0)>" }].compactMap(\.self)
    func line(_ parts: String...) -> String {
      (parts + properties).filter { !$0.isEmpty }.joined(separator: " ")
    }
    switch kind {
    case .streamStart: return "+STR"
    case .streamEnd: return "-STR"
    case .documentStart(let isExplicit): return line("+DOC", isExplicit ? "---" : "")
    case .documentEnd(let isExplicit): return line("-DOC", isExplicit ? "..." : "")
    case .alias(let name): return "=ALI *\(name)"
    case .sequenceStart(let isFlow): return line("+SEQ", isFlow ? "[]" : "")
    case .mappingStart(let isFlow): return line("+MAP", isFlow ? "{}" : "")
    case .sequenceEnd: return "-SEQ"
    case .mappingEnd: return "-MAP"
    case .scalar(let text, let style): return line("=VAL") + " " + style.mark + text.visible
    }
  }
}

extension YAMLEvent.Style {
  fileprivate var mark: String {
    switch self {
    case .plain: ":"
    case .singleQuoted: "'"
    case .doubleQuoted: "\""
    case .literal: "|"
    case .folded: ">"
    }
  }
}

extension String {
  fileprivate var visible: String {
    unicodeScalars.map { scalar in
      switch scalar {
      case "\\": "\\\\"
      case "\n": "\\n"
      case "\t": "\\t"
      case "\r": "\\r"
      case "\u{8}": "\\b"
      default: String(scalar)
      }
    }
    .joined()
  }
}
