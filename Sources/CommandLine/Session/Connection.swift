internal import AWS
internal import Curl
internal import Diagnostics
internal import Genesys
internal import HTTP
internal import JSON
internal import Manifests
internal import Reconciler
internal import World

/// The services of one environment, with credentials at hand and nothing sent yet.
struct Connection: Sendable {
  let genesys: GenesysConnection
  let reader: GenesysReader
  let s3: S3Connection
  let secrets: SecretResolver
  /// The key of fingerprints; nil where no secret to derive it from is known.
  let fingerprintKey: FingerprintKey?
  private let client: HTTPClient
  private let tokens: TokenManager
  private let world: World

  init(_ session: Session, share: Double = 1) throws {
    let world = session.invocation.world
    self.world = world
    let settings = session.environment.genesys
    let hosts = AllowedHosts(further: world.environment(AllowedHosts.variable))
    let secrets = SecretResolver(world: world, folder: session.project.folder)
    let source = try Self.credentials(settings, secrets, world)
    session.invocation.report(Self.contradictions(session, world))
    let domain =
      settings.domain
      ?? (settings.apiURL == nil
        ? Self.domainNames.lazy.compactMap(world.environment).first { !$0.isEmpty }
          .map(GenesysRegion.domain) ?? "mypurecloud.com"
        : nil)
    genesys = try GenesysConnection(
      profile: settings.profile, domain: domain, apiURL: settings.apiURL,
      loginURL: settings.loginURL)
    let transport = Self.transport(world)
    let toGenesys = try GenesysProxy.transport(world) ?? transport
    tokens = TokenManager(
      source, endpoint: genesys.tokenURL, transport: toGenesys, world: world, allowedHosts: hosts)
    client = HTTPClient(
      transport: toGenesys, authorizer: BearerAuthorizer(tokens: tokens), world: world,
      allowedHosts: hosts, budget: RateBudget(share: share))
    self.secrets = secrets
    fingerprintKey = try Self.fingerprintKey(session.project, source, secrets)
    reader = GenesysReader(
      client: ReadingClient(client, connection: genesys), profile: settings.profile,
      pageCap: session.project.pageCap ?? GenesysReader.standardPageCap(settings.profile),
      log: world.log, redactor: Redactor(secrets.values))
    s3 = S3Connection(
      transport: transport, credentials: AWSEnvironment(world).credentials,
      endpoint: try Self.endpoint(session.environment.aws), world: world, allowedHosts: hosts)
  }

  /// The client that can write; only apply asks for it.
  func writer() -> GenesysWriter {
    GenesysWriter(
      client: WritingClient(client, connection: genesys), reader: reader, world: world)
  }

  /// How many requests went to each service.
  func requestCounts() async -> [String: Int] {
    ["genesys": client.requestCount + (await tokens.requests), "s3": s3.requestCount]
  }

  /// What a plan is for: the API's host, and the AWS endpoint where it is not AWS itself.
  func target(_ aws: Project.AWS) -> [String: String] {
    var target = ["genesys": genesys.apiURL.authority]
    target["aws"] = aws.endpoint ?? aws.region.map { "aws:\($0)" }
    return target
  }

  static func transport(_ world: World) -> CurlTransport { CurlTransport(curl(world)) }

  static func curl(_ world: World) -> CurlConfiguration {
    CurlConfiguration(
      userAgent: "gcsync/\(GCSync.version)", environment: { world.environment($0) })
  }

  static func endpoint(_ aws: Project.AWS) throws(CommandFailure) -> URL? {
    guard let text = aws.endpoint else { return nil }
    guard let url = URL(parsing: text) else {
      throw CommandFailure(
        .invalid, .error("invalid-url", "aws.endpoint of the environment is no URL"))
    }
    return url
  }

  /// The names under which guides and the Terraform provider expect the org's domain or region.
  private static let domainNames = ["GENESYS_ENVIRONMENT", "GENESYSCLOUD_REGION"]

  /// Returns a warning for each variable that says something else than the project, which counts.
  private static func contradictions(_ session: Session, _ world: World) -> [Diagnostic] {
    let environment = session.environment
    let pairs = [
      ("genesys.domain", environment.genesys.domain, domainNames),
      ("aws.region", environment.aws.region, ["AWS_REGION", "AWS_DEFAULT_REGION"]),
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
  private static func credentials(
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

  private static func fingerprintKey(
    _ project: Project, _ source: TokenManager.Source, _ secrets: SecretResolver
  ) throws -> FingerprintKey? {
    if let key = project.fingerprintKey {
      return (try? secrets.resolve(key)).map { FingerprintKey($0) }
    }
    guard case .clientCredentials(_, let secret) = source else { return nil }
    return FingerprintKey(derivedFrom: secret)
  }
}
