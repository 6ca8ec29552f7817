package import HTTP

/// What requests to AWS are signed with, found when it is needed.
package protocol AWSCredentialSource: Sendable {
  /// Returns credentials that are good for some time yet.
  func credentials() async throws(AuthenticationError) -> AWSCredentials
}

/// Credentials that stay as they are.
extension AWSCredentials: AWSCredentialSource {
  package func credentials() async throws(AuthenticationError) -> AWSCredentials { self }
}
