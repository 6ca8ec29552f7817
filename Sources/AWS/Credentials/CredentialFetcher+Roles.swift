internal import Codecs
internal import HTTP
internal import World

extension CredentialFetcher {
  /// Takes on a role with other credentials.
  func assume(
    _ role: AWSRole, with credentials: AWSCredentials
  ) async throws(AuthenticationError) -> HeldCredentials {
    var parameters = parameters(of: role)
    role.externalID.map { parameters.append(("ExternalId", $0)) }
    return try await ask("AssumeRole", parameters, of: role, credentials)
  }

  /// Takes on a role with the token that a platform wrote into a file, as for pods and pipelines.
  func assume(
    _ role: AWSRole, withTokenIn file: String
  ) async throws(AuthenticationError) -> HeldCredentials {
    var parameters = parameters(of: role)
    try token(in: file).reveal { parameters.append(("WebIdentityToken", $0)) }
    return try await ask("AssumeRoleWithWebIdentity", parameters, of: role, nil)
  }

  private func parameters(of role: AWSRole) -> [(String, String)] {
    var parameters = [("RoleArn", role.arn), ("RoleSessionName", role.sessionName)]
    role.seconds.map { parameters.append(("DurationSeconds", String($0))) }
    return parameters
  }

  private func ask(
    _ action: String, _ parameters: [(String, String)], of role: AWSRole,
    _ credentials: AWSCredentials?
  ) async throws(AuthenticationError) -> HeldCredentials {
    let connection = AWSConnection(
      transport: transport, credentials: credentials, endpoints: endpoints, world: world,
      allowedHosts: allowedHosts, policy: .aws(world), isSigned: credentials != nil)
    guard let client = connection.client(.sts, region: region) else {
      throw AuthenticationError(status: nil, "\(region) is no region of AWS")
    }
    let answer: XMLElement
    do throws(AWSFailure) {
      answer = try await client.query(action, parameters)
    } catch {
      throw AuthenticationError(status: nil, words(error, role))
    }
    let given = answer["Credentials"]
    guard let id = given?["AccessKeyId"]?.text, let secret = given?["SecretAccessKey"]?.text,
      let token = given?["SessionToken"]?.text,
      let end = (given?["Expiration"]?.text).flatMap(Timestamp.init(rfc3339:))
    else {
      throw AuthenticationError(status: nil, "\(action) of \(role.arn) gave no credentials")
    }
    return HeldCredentials(
      AWSCredentials(
        accessKeyID: id, secretAccessKey: Secret(secret), sessionToken: Secret(token)),
      expires: end, obtained: world.serverTime())
  }

  private func words(_ failure: AWSFailure, _ role: AWSRole) -> String {
    let remedy =
      failure.cause == .permission
      ? "; the role's trust policy must allow it to whoever asks, and must ask for the same "
        + "external id" : ""
    let code = failure.code.map { "\($0), " } ?? ""
    return "\(failure.operation) of \(role.arn) failed: \(code)\(failure.message)\(remedy)"
  }
}
