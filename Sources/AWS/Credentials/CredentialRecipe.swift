internal import HTTP
internal import World

/// How credentials are to be had, decided from the environment and the files before anyone is asked.
indirect enum CredentialRecipe: Sendable {
  case fixed(AWSCredentials)
  case assume(AWSRole, from: CredentialRecipe)
  case webIdentity(AWSRole, tokenFile: String)
  case container(MetadataEndpoint, token: ContainerToken?)
  case instance(MetadataEndpoint)
  case process(String)
}

/// What a container proves itself with.
enum ContainerToken: Sendable {
  case text(Secret)
  case file(String)
}

/// A role that is taken on, and how.
package struct AWSRole: Sendable, Hashable {
  package let arn: String
  package let externalID: String?
  package let sessionName: String
  /// Nil for what the role allows by default.
  package let seconds: Int?

  package init(
    arn: String, externalID: String? = nil, sessionName: String? = nil, seconds: Int? = nil
  ) {
    self.arn = arn
    self.externalID = externalID
    self.sessionName = sessionName ?? "gcsync"
    self.seconds = seconds
  }
}

extension CredentialRecipe {
  /// Finds the first source that is set up, in the order of the AWS SDKs; nil where there is none.
  ///
  /// A profile that the project names counts before the environment, as everything a project says.
  static func find(
    profile: String?, role: AWSRole?, world: World, allowedHosts: AllowedHosts
  ) throws(AuthenticationError) -> CredentialRecipe? {
    let finder = CredentialFinder(world: world, allowedHosts: allowedHosts)
    guard let base = try finder.base(profile) else { return nil }
    return role.map { .assume($0, from: base) } ?? base
  }
}

/// Looks through the places where credentials may be set up.
struct CredentialFinder {
  let world: World
  let allowedHosts: AllowedHosts

  func variable(_ name: String) -> String? {
    world.environment(name).flatMap { $0.isEmpty ? nil : $0 }
  }

  fileprivate func base(
    _ profile: String?
  ) throws(AuthenticationError) -> CredentialRecipe? {
    if profile == nil, let credentials = environment { return .fixed(credentials) }
    if let name = profile ?? variable("AWS_PROFILE") {
      guard let recipe = try self.profile(name) else {
        throw AuthenticationError(status: nil, "the AWS profile \(name) has no credentials")
      }
      return recipe
    }
    if let identity = webIdentity { return identity }
    if let recipe = try self.profile("default", isOptional: true) { return recipe }
    if let container = try container() { return container }
    return try instance()
  }

  /// The keys in the environment; nil unless both are there.
  var environment: AWSCredentials? {
    guard let id = variable("AWS_ACCESS_KEY_ID"), let secret = variable("AWS_SECRET_ACCESS_KEY")
    else { return nil }
    return AWSCredentials(
      accessKeyID: id, secretAccessKey: Secret(secret),
      sessionToken: variable("AWS_SESSION_TOKEN").map { Secret($0) })
  }

  private var webIdentity: CredentialRecipe? {
    guard let file = variable("AWS_WEB_IDENTITY_TOKEN_FILE"), let arn = variable("AWS_ROLE_ARN")
    else { return nil }
    return .webIdentity(
      AWSRole(arn: arn, sessionName: variable("AWS_ROLE_SESSION_NAME")), tokenFile: file)
  }

  /// What a task on ECS, a pod on EKS or another container is told to ask.
  func container() throws(AuthenticationError) -> CredentialRecipe? {
    let token =
      variable("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE").map { ContainerToken.file($0) }
      ?? variable("AWS_CONTAINER_AUTHORIZATION_TOKEN").map { .text(Secret($0)) }
    if let path = variable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") {
      return .container(try .container(relative: path), token: token)
    }
    guard let text = variable("AWS_CONTAINER_CREDENTIALS_FULL_URI") else { return nil }
    return .container(try .container(text, allowedHosts), token: token)
  }

  /// The service that every machine on EC2 can ask; nil where that is disabled.
  func instance() throws(AuthenticationError) -> CredentialRecipe? {
    if variable("AWS_EC2_METADATA_DISABLED")?.lowercased() == "true" { return nil }
    return .instance(
      try .instance(
        variable("AWS_EC2_METADATA_SERVICE_ENDPOINT"),
        isIPv6: variable("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE")?.lowercased() == "ipv6",
        allowedHosts))
  }
}
