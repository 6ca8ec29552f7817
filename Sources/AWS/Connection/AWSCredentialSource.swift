package import HTTP

/// What requests to AWS are signed with, found when it is needed.
package protocol AWSCredentialSource: Sendable {
  /// Returns credentials that are good for some time yet.
  func credentials() async throws(AuthenticationError) -> AWSCredentials
  /// Takes up that AWS no longer takes a key; returns whether others can be had.
  func refused(_ accessKeyID: String) async -> Bool
}

/// Credentials that stay as they are.
extension AWSCredentials: AWSCredentialSource {
  package func credentials() async throws(AuthenticationError) -> AWSCredentials { self }
  package func refused(_ accessKeyID: String) async -> Bool { false }
}
