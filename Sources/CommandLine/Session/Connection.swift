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
  let aws: AWSConnection
  /// What reads the objects of manifests that live in the account.
  let awsReader: AWSReader
  let secrets: SecretResolver
  /// The key of fingerprints; nil where no secret to derive it from is known.
  let fingerprintKey: FingerprintKey?
  /// What sends the requests to Genesys, and what gets the tokens for them.
  let client: HTTPClient
  let tokens: TokenManager
  /// The client's id; nil where the token comes from outside.
  let clientID: Secret?
  let world: World

  /// Reads the secrets of the connection itself, and sends nothing to Genesys.
  init(_ session: Session, share: Double = 1) async throws {
    let world = session.invocation.world
    self.world = world
    let settings = session.environment.genesys
    let hosts = AllowedHosts(further: world.environment(AllowedHosts.variable))
    let transport = Self.transport(world)
    aws = try Self.aws(session.environment.aws, transport, world)
    awsReader = AWSReader(
      aws, region: try Self.region(session.environment.aws, world), profile: settings.profile,
      world: world)
    let secrets = SecretResolver(
      world: world, folder: session.project.folder,
      store: AWSSecretStore(
        aws, settings: try Self.settings(session.environment.aws), world: world))
    await secrets.fetch(
      [settings.clientID, settings.clientSecret, session.project.fingerprintKey].compactMap(\.self))
    let source = try Self.credentials(settings, secrets, world)
    clientID = source.clientID
    session.invocation.report(Self.contradictions(session, world))
    genesys = try Self.hosts(settings, world)
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

  /// What reads the buckets of the account.
  var s3: S3Connection { S3Connection(aws) }

  /// Returns the region of an environment; nil where none is named anywhere.
  static func region(_ aws: Project.AWS, _ world: World) throws(CommandFailure) -> String? {
    let settings = try self.settings(aws)
    do throws(DiagnosticsError) {
      return try settings.region(world)
    } catch {
      throw CommandFailure(.invalid, error.diagnostics)
    }
  }

  /// Returns the AWS account of an environment, with the credentials that its project or the machine
  /// names, once they are needed.
  static func aws(
    _ aws: Project.AWS, _ transport: CurlTransport, _ world: World
  ) throws(CommandFailure) -> AWSConnection {
    let settings = try self.settings(aws)
    do throws(DiagnosticsError) {
      return try settings.connection(
        through: transport, direct: DirectTransport(world), world: world,
        allowedHosts: AllowedHosts(further: world.environment(AllowedHosts.variable)))
    } catch {
      throw CommandFailure(.invalid, error.diagnostics)
    }
  }

  /// Returns what a project says of an AWS account in the connection's words.
  static func settings(_ aws: Project.AWS) throws(CommandFailure) -> AWSSettings {
    AWSSettings(
      region: aws.region, endpoint: try endpoint(aws), profile: aws.profile,
      role: aws.assumeRole.map {
        AWSRole(
          arn: $0.arn, externalID: $0.externalID, sessionName: $0.sessionName,
          seconds: $0.durationSeconds)
      })
  }

  /// The client that can write; only apply asks for it, and says where it publishes to.
  func writer(publishing state: PublicationWriter? = nil) -> ServiceWriter {
    ServiceWriter(
      genesys: GenesysWriter(
        client: WritingClient(client, connection: genesys), reader: reader, world: world),
      aws: AWSWriter(awsReader, profile: genesys.profile, world: world), state: state,
      profile: genesys.profile)
  }

  /// How many requests the org takes in a minute, as far as its answers have told.
  var requestsPerMinute: Int? { client.requestsPerMinute }

  /// How many requests went to each service.
  func requestCounts() async -> [String: Int] {
    let ours = ["genesys": client.requestCount + (await tokens.requests), "s3": 0]
    return ours.merging(aws.requestCounts) { $1 }
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
        .invalid,
        .error(
          "invalid-url", "aws.endpoint of the environment is no URL",
          hint: "write it whole, such as http://127.0.0.1:9000"))
    }
    return url
  }

  /// The names under which guides and the Terraform provider expect the org's domain or region.
  static let domainNames = ["GENESYS_ENVIRONMENT", "GENESYSCLOUD_REGION"]
}
