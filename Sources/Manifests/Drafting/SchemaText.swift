internal import JSON

extension KindDraft {
  /// The schema as the files of `schemas/` are written: on one line what fits there.
  package var text: String { Self.lines(schema, column: 0, level: 0) + "\n" }

  private static let width = 100

  private static func lines(_ value: JSON, column: Int, level: Int) -> String {
    let line = line(value)
    if level > 0, column + line.count <= width { return line }
    let indent = String(repeating: "  ", count: level + 1)
    switch value {
    case .object(let object) where !object.isEmpty:
      let members = object.map { member in
        let key = "\(indent)\(JSON.string(member.key).text): "
        return key + lines(member.value, column: key.count + 1, level: level + 1)
      }
      return "{\n\(members.joined(separator: ",\n"))\n\(indent.dropLast(2))}"
    case .array(let elements) where !elements.isEmpty:
      let parts = elements.map { indent + lines($0, column: indent.count + 1, level: level + 1) }
      return "[\n\(parts.joined(separator: ",\n"))\n\(indent.dropLast(2))]"
    default: return line
    }
  }

  private static func line(_ value: JSON) -> String {
    switch value {
    case .object(let object) where !object.isEmpty:
      let members = object.map { "\(JSON.string($0.key).text): \(line($0.value))" }
      return "{ \(members.joined(separator: ", ")) }"
    case .array(let elements): return "[\(elements.map(line).joined(separator: ", "))]"
    default: return value.text
    }
  }
}
