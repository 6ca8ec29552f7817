/// Says which operation of a patch cannot be applied, and why.
package struct JSONPatchError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The operation, counted from 0; nil where the patch as a whole is none.
  package let operation: Int?
  package let message: String

  package var description: String {
    operation.map { "operation \($0): \(message)" } ?? message
  }
}

/// One operation of a patch as RFC 6902 defines them.
enum JSONPatchOperation {
  case add(JSONPointer, JSON)
  case remove(JSONPointer)
  case replace(JSONPointer, JSON)
  case move(from: JSONPointer, to: JSONPointer)
  case copy(from: JSONPointer, to: JSONPointer)
  case test(JSONPointer, JSON)

  struct Failure: Error {
    let message: String
  }

  /// Reads an operation; members it does not know are left aside, as the RFC demands.
  init(_ json: JSON) throws(Failure) {
    guard let object = json.object else { throw Failure(message: "is no object") }
    guard let name = object["op"]?.string else {
      throw Failure(message: "has no member \"op\" that is a string")
    }
    let path = try Self.pointer("path", in: object)
    switch name {
    case "add": self = .add(path, try Self.value(in: object))
    case "remove": self = .remove(path)
    case "replace": self = .replace(path, try Self.value(in: object))
    case "move": self = .move(from: try Self.pointer("from", in: object), to: path)
    case "copy": self = .copy(from: try Self.pointer("from", in: object), to: path)
    case "test": self = .test(path, try Self.value(in: object))
    default: throw Failure(message: "\"op\" is none of add, remove, replace, move, copy and test")
    }
  }

  private static func pointer(
    _ name: String, in object: JSONObject
  ) throws(Failure) -> JSONPointer {
    guard let text = object[name]?.string, let pointer = JSONPointer(parsing: text) else {
      throw Failure(message: "has no member \"\(name)\" that is a JSON Pointer")
    }
    return pointer
  }

  private static func value(in object: JSONObject) throws(Failure) -> JSON {
    guard let value = object["value"] else { throw Failure(message: "has no member \"value\"") }
    return value
  }
}
