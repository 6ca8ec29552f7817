internal import AWS
internal import Curl
internal import DataActions
internal import Diagnostics
internal import Genesys
internal import HTTP
internal import JSON
internal import Manifests
internal import Reconciler
internal import Server
internal import World

/// What runs of data actions need: their manifests and, where upstreams are really asked, what
/// reaches them.
struct ActionSession {
  let session: Session
  /// The actions that were named, or all, by their manifests.
  let actions: [(Address, DataAction)]
  let transport: CurlTransport
  let offline: OfflineActions

  var invocation: Invocation { session.invocation }

  init(_ invocation: Invocation, names: [String]) throws {
    session = try Session.load(invocation)
    let profile = session.environment.genesys.profile
    let manifests = session.manifests.actions
    let unknown = names.filter { name in !manifests.contains { $0.address.isNamed(name) } }
    if let name = unknown.first {
      let all = manifests.map(\.address.name)
      throw Arguments.Misuse(
        message: "no manifest declares the data action \(name)"
          + (nearestName(to: name, in: all).map { "; did you mean \($0)?" }
            ?? (all.isEmpty ? "; there are none" : "; there are \(all.joined(separator: ", "))")))
    }
    actions = manifests.compactMap { manifest in
      let address = manifest.address
      guard names.isEmpty || names.contains(where: address.isNamed),
        case .success(let action) = DataAction.read(
          manifest.completedSpec(in: profile), named: address.name)
      else { return nil }
      return (address, action)
    }
    var curl = Connection.curl(invocation.world)
    // Every call in hand may have a request under way.
    let calls = try invocation.arguments.count("concurrency") ?? 256
    curl.connectionsPerHost = min(calls, 256)
    curl.concurrentRequests = calls + 16
    transport = CurlTransport(curl)
    let org = try? Connection.hosts(session.environment.genesys, invocation.world)
    offline = OfflineActions(
      region: session.environment.aws.region ?? "us-east-1",
      api: (org?.apiURL.origin) ?? "https://api.mypurecloud.com")
  }

  /// Reads what --input gives: JSON, or the file or standard input that holds it.
  func input(_ text: String) throws -> JSON {
    do {
      let path = text == "-" ? "/dev/stdin" : text.hasPrefix("@") ? String(text.dropFirst()) : nil
      return try JSON.parse(
        try path.map { try Files.read($0, limit: 16 << 20) } ?? Array(text.utf8))
    } catch let error as JSONParseError {
      throw Arguments.Misuse(message: "--input is no JSON: \(error)")
    } catch {
      throw Arguments.Misuse(message: "--input cannot be read: \(error)")
    }
  }

  /// What options give for credentials, and the secrets among it.
  func surroundings() async throws -> (values: ActionRequest.Surroundings, secrets: [Secret]) {
    let resolver = try secrets()
    var credentials = JSONObject()
    var secrets: [Secret] = []
    for text in invocation.arguments.all("credential") {
      let halves = text.split(separator: "=", maxSplits: 1).map(String.init)
      guard halves.count == 2 else {
        throw Arguments.Misuse(message: "--credential is NAME=env:VARIABLE or the like")
      }
      let source = SecretSource(halves[1])
      await resolver.fetch([source])
      let secret = try resolver.resolve(source)
      secret.reveal { credentials[halves[0]] = .string($0) }
      secrets.append(secret)
    }
    return (ActionRequest.Surroundings(credentials: credentials), secrets)
  }

  /// Connects to the org that has the actions.
  func org() async throws -> ActionOrg {
    guard session.environment.genesys.profile == .platform else {
      throw CommandFailure(
        .invalid,
        .error(
          "no-test-mode", "the guide profile has no test mode of data actions",
          hint: "--compare-live takes an environment whose profile is platform"))
    }
    return ActionOrg(session, try await Connection(session))
  }

  func secrets() throws -> SecretResolver {
    let aws = try Connection.aws(session.environment.aws, transport, invocation.world)
    return SecretResolver(
      world: invocation.world, folder: session.project.folder,
      store: AWSSecretStore(
        aws, settings: try Connection.settings(session.environment.aws), world: invocation.world))
  }
}

extension Address {
  /// Whether a person means this object by a name or an address.
  fileprivate func isNamed(_ text: String) -> Bool { text == name || text == description }
}
