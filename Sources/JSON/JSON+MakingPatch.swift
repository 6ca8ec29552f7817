extension JSON {
  /// Returns a JSON Patch (RFC 6902) of add, remove and replace that makes one value the other.
  package static func patch(from: JSON, to: JSON) -> JSON {
    var operations: [JSON] = []
    compare(from, to, at: .root, into: &operations)
    return .array(operations)
  }

  private static func compare(
    _ from: JSON, _ to: JSON, at path: JSONPointer, into operations: inout [JSON]
  ) {
    switch (from, to) {
    case (.object(let old), .object(let new)): compare(old, new, at: path, into: &operations)
    case (.array(let old), .array(let new)): compare(old, new, at: path, into: &operations)
    default: if from != to { operations.append(operation("replace", path, to)) }
    }
  }

  private static func compare(
    _ old: JSONObject, _ new: JSONObject, at path: JSONPointer, into operations: inout [JSON]
  ) {
    for member in old where !new.contains(member.key) {
      operations.append(operation("remove", path.appending(member.key)))
    }
    for member in new {
      let path = path.appending(member.key)
      if let value = old[member.key] {
        compare(value, member.value, at: path, into: &operations)
      } else {
        operations.append(operation("add", path, member.value))
      }
    }
  }

  /// Compares arrays element by element between the equal ones at both ends.
  private static func compare(
    _ old: [JSON], _ new: [JSON], at path: JSONPointer, into operations: inout [JSON]
  ) {
    let head = zip(old, new).prefix { $0 == $1 }.count
    let tail = zip(old.dropFirst(head).reversed(), new.dropFirst(head).reversed())
      .prefix { $0 == $1 }.count
    let (oldEnd, newEnd) = (old.count - tail, new.count - tail)
    let common = min(oldEnd, newEnd)
    for index in head..<common {
      compare(old[index], new[index], at: path.appending(index), into: &operations)
    }
    for index in (common..<oldEnd).reversed() {
      operations.append(operation("remove", path.appending(index)))
    }
    for index in common..<newEnd {
      operations.append(operation("add", path.appending(index), new[index]))
    }
  }

  private static func operation(_ name: String, _ path: JSONPointer, _ value: JSON? = nil) -> JSON {
    var object: JSONObject = ["op": .string(name), "path": .string(path.description)]
    object["value"] = value
    return .object(object)
  }
}
