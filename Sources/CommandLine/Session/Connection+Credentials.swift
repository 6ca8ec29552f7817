internal import Diagnostics
internal import Genesys
internal import HTTP
internal import Manifests
internal import World

extension Connection {
  /// Returns a warning for each variable that says something else than the project, which counts.
  static func contradictions(_ session: Session, _ world: World) -> [Diagnostic] {
    let environment = session.environment
    let pairs = [
      ("genesys.domain", environment.genesys.domain, domainNames),
      ("aws.region", environment.aws.region, ["AWS_REGION", "AWS_DEFAULT_REGION"]),
      ("aws.profile", environment.aws.profile, ["AWS_PROFILE"]),
    ]
    return pairs.flatMap { field, ours, names in
      names.compactMap { name in
        guard let ours, let theirs = world.environment(name), !theirs.isEmpty,
          (domainNames.contains(name) ? GenesysRegion.domain(theirs) : theirs) != ours
        else { return nil }
        return .warning(
          "contradicting-variable",
          "\(name) is \(theirs), and \(field) of \(environment.name) is \(ours), which counts",
          at: environment.genesys.location)
      }
    }
  }

  /// Finds the client credentials: the project's, else the names that guides and Terraform use.
  static func credentials(
    _ settings: Project.Genesys, _ secrets: SecretResolver, _ world: World
  ) throws -> TokenManager.Source {
    func secret(_ source: SecretSource?, _ names: [String]) throws -> Secret? {
      if let source { return try secrets.resolve(source) }
      return names.lazy.compactMap(world.environment).first { !$0.isEmpty }.map { Secret($0) }
    }
    do {
      let id = try secret(
        settings.clientID, ["GENESYS_CLIENT_ID", "GENESYSCLOUD_OAUTHCLIENT_ID"])
      let clientSecret = try secret(
        settings.clientSecret, ["GENESYS_CLIENT_SECRET", "GENESYSCLOUD_OAUTHCLIENT_SECRET"])
      if let id, let clientSecret { return .clientCredentials(id: id, secret: clientSecret) }
      if id == nil,
        let token = try secret(nil, ["GENESYS_ACCESS_TOKEN", "GENESYSCLOUD_ACCESS_TOKEN"])
      {
        return .fixed(token)
      }
    } catch let error as DiagnosticsError {
      throw CommandFailure(.authentication, error.diagnostics)
    }
    throw CommandFailure(
      .authentication,
      .error(
        "no-credentials", "the environment has no Genesys client credentials",
        at: settings.location,
        hint: "set GENESYS_CLIENT_ID and GENESYS_CLIENT_SECRET, "
          + "or name them under genesys.clientId and genesys.clientSecret"))
  }

  static func fingerprintKey(
    _ project: Project, _ source: TokenManager.Source, _ secrets: SecretResolver
  ) throws -> FingerprintKey? {
    if let key = project.fingerprintKey {
      return (try? secrets.resolve(key)).map { FingerprintKey($0) }
    }
    guard case .clientCredentials(_, let secret) = source else { return nil }
    return FingerprintKey(derivedFrom: secret)
  }
}

extension TokenManager.Source {
  var clientID: Secret? {
    switch self {
    case .clientCredentials(let id, _): id
    case .fixed: nil
    }
  }

  /// What of it must not come back in a message.
  var secrets: [Secret] {
    switch self {
    case .clientCredentials(_, let secret): [secret]
    case .fixed(let token): [token]
    }
  }
}
