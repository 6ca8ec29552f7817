/// A service that keeps secrets, which it takes requests to read.
package protocol SecretStore: Sendable {
  /// Reads secrets by what a `secretRef` says, as in `aws-sm:ID`; each gets a result.
  func read(_ references: Set<String>) async -> [String: Result<Secret, SecretStoreFailure>]
}

/// Why a secret could not be read, without anything of its value.
package struct SecretStoreFailure: Error, Sendable, Hashable {
  package let message: String
  package let hint: String?

  package init(_ message: String, hint: String? = nil) {
    self.message = message
    self.hint = hint
  }
}
