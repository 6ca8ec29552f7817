package import HTTP
package import World

/// What the environment says of AWS: credentials, and the region where the project names none.
package struct AWSEnvironment: Sendable {
  /// Nil where the key id or its secret is missing.
  package let credentials: AWSCredentials?
  package let region: String?

  package init(_ world: World) {
    func value(_ name: String) -> String? {
      world.environment(name).flatMap { $0.isEmpty ? nil : $0 }
    }
    region = value("AWS_REGION") ?? value("AWS_DEFAULT_REGION")
    guard let id = value("AWS_ACCESS_KEY_ID"), let secret = value("AWS_SECRET_ACCESS_KEY") else {
      credentials = nil
      return
    }
    credentials = AWSCredentials(
      accessKeyID: id, secretAccessKey: Secret(secret),
      sessionToken: value("AWS_SESSION_TOKEN").map(Secret.init))
  }
}
