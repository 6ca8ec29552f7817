package import Diagnostics

/// Says why a template cannot be read or rendered, where in it the problem stands, and what to do.
package struct TemplateError: Error, Sendable, Hashable {
  package enum Kind: String, Sendable {
    /// The text is no template.
    case syntax
    /// A directive, method or tool that is not taken here, though Velocity may know it.
    case unsupported
    /// What the template asks for fails with these values.
    case evaluation
    /// Rendering would cost more than its limits allow.
    case limit
  }

  package let kind: Kind
  package let message: String
  package let place: TemplatePlace
  package let remedy: String
}

extension TemplateError: CustomStringConvertible {
  package var description: String {
    "line \(place.line), column \(place.column): \(message); \(remedy)"
  }

  /// Returns the error as a diagnostic at its place in a file that holds the template alone.
  package func diagnostic(in file: SourceFile) -> Diagnostic {
    .error(
      "template-\(kind.rawValue)", message,
      at: SourceLocation(file: file, line: place.line, column: place.column), hint: remedy)
  }
}

/// A place in a template, counted from 1, columns in Unicode scalars.
package struct TemplatePlace: Sendable, Hashable {
  package let line: Int
  package let column: Int
  /// How many UTF-8 bytes of the template stand before it.
  package let offset: Int

  init(line: Int, column: Int, offset: Int) {
    (self.line, self.column, self.offset) = (line, column, offset)
  }

  /// Finds the line and the column of a byte.
  init(offset: Int, in source: [UInt8]) {
    let before = source.prefix(offset)
    let start = (before.lastIndex(of: UInt8(ascii: "\n")) ?? -1) + 1
    line = before.count { $0 == UInt8(ascii: "\n") } + 1
    column = before[start...].count { $0 & 0xC0 != 0x80 } + 1
    self.offset = offset
  }
}

/// An error that does not know its line yet; what reads and renders throws these.
struct TemplateFailure: Error {
  let kind: TemplateError.Kind
  let message: String
  let offset: Int
  let remedy: String

  init(_ kind: TemplateError.Kind, _ message: String, at offset: Int, remedy: String) {
    (self.kind, self.message, self.offset, self.remedy) = (kind, message, offset, remedy)
  }

  func located(in source: [UInt8]) -> TemplateError {
    TemplateError(
      kind: kind, message: message, place: TemplatePlace(offset: offset, in: source),
      remedy: remedy)
  }
}
