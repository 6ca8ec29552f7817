/// Says why a text is no JSONPath, where in it the problem stands, and what to write instead.
package struct JSONPathError: Error, Sendable, Hashable {
  package let message: String
  /// How many Unicode scalars of the path stand before the problem.
  package let offset: Int
  package let remedy: String

  init(_ message: String, at offset: Int, remedy: String) {
    self.message = message
    self.offset = offset
    self.remedy = remedy
  }
}

extension JSONPathError: CustomStringConvertible {
  package var description: String { "at character \(offset + 1): \(message); \(remedy)" }
}
