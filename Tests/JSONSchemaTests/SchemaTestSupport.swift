import JSON
import JSONSchema

/// Compiles a schema written as text.
func schema(_ text: String, _ registry: SchemaRegistry = SchemaRegistry()) throws -> Schema {
  try Schema(compiling: try JSON.parse(text), registry: registry)
}

/// The violations of a value as `pointer: message (hint)`, one per line.
func report(_ schema: Schema, _ value: String) throws -> String {
  let value = try JSON.parse(value)
  return schema.validate(value).map { violation in
    let hint = violation.hint.map { " (\($0))" } ?? ""
    return "\(violation.instance): \(violation.message)\(hint)"
  }
  .joined(separator: "\n")
}
