extension JSON {
  /// Returns the value with all operations of a JSON Patch (RFC 6902) applied, or none of them.
  package func applying(patch: JSON) throws(JSONPatchError) -> JSON {
    guard let operations = patch.array else {
      throw JSONPatchError(operation: nil, message: "the patch is no array")
    }
    var result = self
    for (index, operation) in operations.enumerated() {
      do throws(JSONPatchOperation.Failure) {
        try result.apply(JSONPatchOperation(operation))
      } catch {
        throw JSONPatchError(operation: index, message: error.message)
      }
    }
    return result
  }

  private mutating func apply(
    _ operation: JSONPatchOperation
  ) throws(JSONPatchOperation.Failure) {
    switch operation {
    case .add(let path, let value): try insert(value, at: path)
    case .remove(let path):
      _ = try existing(path)
      self[path] = nil
    case .replace(let path, let value):
      _ = try existing(path)
      self[path] = value
    case .move(let source, let target):
      let value = try existing(source)
      guard source != target else { return }
      guard !target.hasPrefix(source) else {
        throw .init(message: "moves \"\(source)\" into itself")
      }
      self[source] = nil
      try insert(value, at: target)
    case .copy(let source, let target): try insert(try existing(source), at: target)
    case .test(let path, let value):
      guard try existing(path) == value else {
        throw .init(message: "\"\(path)\" has another value")
      }
    }
  }

  private func existing(_ path: JSONPointer) throws(JSONPatchOperation.Failure) -> JSON {
    guard let value = self[path] else {
      throw .init(message: "there is nothing at \"\(path)\"")
    }
    return value
  }

  private mutating func insert(
    _ value: JSON, at path: JSONPointer
  ) throws(JSONPatchOperation.Failure) {
    guard let parent = path.parent, let token = path.tokens.last else {
      self = value
      return
    }
    switch try existing(parent) {
    case .object: self[path] = value
    case .array(var elements):
      let index = token == "-" ? elements.count : arrayIndex(token)
      guard let index, index <= elements.count else {
        throw .init(message: "\"\(token)\" is no place in the array at \"\(parent)\"")
      }
      elements.insert(value, at: index)
      self[parent] = .array(elements)
    default: throw .init(message: "\"\(parent)\" is neither an object nor an array")
    }
  }
}
