internal import JSON

extension Field {
  /// Compiles a schema into the tree of its fields, following references with `resolve`.
  ///
  /// What several branches of a schema say of a field is put together; a schema that refers to
  /// itself is followed to a depth no manifest reaches.
  static func compile(_ schema: JSON, depth: Int = 0, resolve: (String) -> JSON?) -> Field {
    guard depth < 24 else { return .opaque }
    var draft = Draft()
    draft.read(schema, resolve: resolve, hops: 0)
    func compiled(_ schemas: [JSON]) -> Field? {
      schemas.isEmpty
        ? nil : compile(["allOf": .array(schemas)], depth: depth + 1, resolve: resolve)
    }
    return Field(
      role: draft.role,
      properties: draft.names.map { ($0, compiled(draft.properties[$0] ?? []) ?? .opaque) },
      element: compiled(draft.elements),
      otherMembers: compiled(draft.otherMembers))
  }
}

/// What the branches of one schema say together.
private struct Draft {
  var role = Role()
  var names: [String] = []
  var properties: [String: [JSON]] = [:]
  var elements: [JSON] = []
  var otherMembers: [JSON] = []

  mutating func read(_ schema: JSON, resolve: (String) -> JSON?, hops: Int) {
    guard hops < 24, let object = schema.object else { return }
    for member in object {
      switch member.key {
      case "x-gcsync": role.read(member.value)
      case "$ref":
        if let target = member.value.string.flatMap(resolve) {
          read(target, resolve: resolve, hops: hops + 1)
        }
      case "allOf", "anyOf", "oneOf":
        for branch in member.value.array ?? [] {
          read(branch, resolve: resolve, hops: hops + 1)
        }
      case "then", "else": read(member.value, resolve: resolve, hops: hops + 1)
      case "properties":
        for property in member.value.object ?? [:] where property.value.object != nil {
          if properties[property.key] == nil { names.append(property.key) }
          properties[property.key, default: []].append(property.value)
        }
      case "items": if member.value.object != nil { elements.append(member.value) }
      case "additionalProperties":
        if member.value != .bool(false) { otherMembers.append(member.value) }
      case "patternProperties":
        otherMembers += (member.value.object ?? [:]).map(\.value)
      default: break
      }
    }
  }
}
