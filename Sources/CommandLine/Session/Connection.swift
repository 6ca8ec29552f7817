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
  /// What sends the requests to Genesys, and what gets the tokens for them.
  let client: HTTPClient
  let tokens: TokenManager
  /// The client's id; nil where the token comes from outside.
  let clientID: Secret?
  private let world: World

  init(_ session: Session, share: Double = 1) throws {
    let world = session.invocation.world
    self.world = world
    let settings = session.environment.genesys
    let hosts = AllowedHosts(further: world.environment(AllowedHosts.variable))
    let secrets = SecretResolver(world: world, folder: session.project.folder)
    let source = try Self.credentials(settings, secrets, world)
    clientID = source.clientID
    session.invocation.report(Self.contradictions(session, world))
    genesys = try Self.hosts(settings, world)
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
      log: world.log, redactor: Redactor(secrets.values + source.secrets))
    s3 = try Self.s3(session.environment.aws, transport, world)
  }

  /// Returns where an environment's org is, whoever may ask there.
  static func hosts(
    _ settings: Project.Genesys, _ world: World
  ) throws(DiagnosticsError) -> GenesysConnection {
    let domain =
      settings.domain
      ?? (settings.apiURL == nil
        ? domainNames.lazy.compactMap(world.environment).first { !$0.isEmpty }
          .map(GenesysRegion.domain) ?? "mypurecloud.com"
        : nil)
    return try GenesysConnection(
      profile: settings.profile, domain: domain, apiURL: settings.apiURL,
      loginURL: settings.loginURL)
  }

  /// Returns the S3 account of an environment, with the machine's credentials.
  static func s3(
    _ aws: Project.AWS, _ transport: CurlTransport, _ world: World
  ) throws(CommandFailure) -> S3Connection {
    S3Connection(
      transport: transport, credentials: AWSEnvironment(world).credentials,
      endpoint: try endpoint(aws), world: world,
      allowedHosts: AllowedHosts(further: world.environment(AllowedHosts.variable)))
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
  static let domainNames = ["GENESYS_ENVIRONMENT", "GENESYSCLOUD_REGION"]
}
