package import World

/// What a request to AWS is signed with.
package struct AWSCredentials: Sendable {
  package let accessKeyID: String
  package let secretAccessKey: Secret
  /// The token of temporary credentials.
  package let sessionToken: Secret?

  package init(accessKeyID: String, secretAccessKey: Secret, sessionToken: Secret? = nil) {
    self.accessKeyID = accessKeyID
    self.secretAccessKey = secretAccessKey
    self.sessionToken = sessionToken
  }
}
