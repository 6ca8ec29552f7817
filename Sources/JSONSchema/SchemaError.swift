package import Diagnostics

/// Why a schema cannot be used: what is wrong, and at which place of which schema document.
package struct SchemaError: Error, Sendable, Hashable {
  /// The stable name of the problem in kebab case.
  package let code: String
  /// The place as a URI with a JSON Pointer fragment, such as `common.json#/$defs/days`.
  package let location: String
  package let message: String
  package let hint: String?

  init(_ code: String, at location: String, _ message: String, hint: String? = nil) {
    self.code = code
    self.location = location
    self.message = message
    self.hint = hint
  }

  /// The same problem as a diagnostic without a place in a file.
  package var diagnostic: Diagnostic {
    .error(code, description, hint: hint)
  }
}

extension SchemaError: CustomStringConvertible {
  package var description: String { "schema \(location): \(message)" }
}
