internal import AWS
internal import DataActions
internal import Diagnostics
internal import HTTP
internal import JSON
internal import Manifests
internal import Server
internal import World

extension ActionSession {
  /// Makes what answers the calls of the actions that have a source.
  func service() async throws -> ActionService {
    let served = try servable()
    invocation.report(served.warnings)
    try checkAudit(of: served.actions)
    let metrics = ActionMetrics()
    let world = invocation.world
    let upstream = Upstream(transport: transport, world: world, metrics: metrics) {
      world.log.emit(
        .actionUpstreamFailed(
          action: $0, kind: $1.kind.rawValue, status: $1.status, attempts: $1.attempts,
          detail: $1.advice))
    }
    let resolver = try await secrets(of: served.actions)
    let runtime = try self.runtime(upstream, resolver)
    let limits = try self.limits()
    let list = try served.actions.compactMap { action in
      try runtime.served(action).map { handler in
        ServedAction(
          handler, limits: limits, asynchronous: try asynchronous(action, resolver),
          style: handler.source.errors, aliases: [action.title])
      }
    }
    return ActionService(
      list, inactive: served.inactive, upstream: upstream, metrics: metrics, world: world
    ) { record in
      world.log.emit(
        .actionCalled(
          action: record.action, request: record.requestID, outcome: record.outcome,
          duration: record.duration, detail: record.detail))
    }
  }

  private func limits() throws -> CallLimits {
    let concurrency = try invocation.arguments.count("concurrency") ?? 256
    let rate = try invocation.arguments.count("rate")
    return CallLimits(
      concurrency: concurrency, rate: rate.map { CallLimits.Rate(perSecond: Double($0)) })
  }

  private func asynchronous(
    _ action: DataAction, _ resolver: SecretResolver
  ) throws -> AsynchronousReply? {
    guard let pending = action.source?.pending else { return nil }
    guard let callback = URL(parsing: pending.callbackURL) else {
      throw CommandFailure(
        .invalid,
        .error(
          "source-url", "callbackUrl of \(action.name) is no URL: \(pending.callbackURL)",
          hint: "write it whole, such as https://host/path"))
    }
    let key = try pending.secret?["secretRef"]?.string.map {
      try resolver.resolve(SecretSource($0))
    }
    return AsynchronousReply(
      callback: callback, addresses: pending.addresses, signingKey: key, after: pending.after)
  }

  /// How callers show that they may call.
  func authentication() async throws -> CallAuthentication {
    let tokens = try await secrets(named: "token")
    let keys = try await secrets(named: "signing-key")
    guard tokens.isEmpty || keys.isEmpty else {
      throw Arguments.Misuse(
        message: "callers show a --token or sign with a --signing-key, not both")
    }
    if !keys.isEmpty {
      return .signature(
        .init(keys: keys, plainHeader: invocation.arguments.last("signature-header")))
    }
    return tokens.isEmpty ? .none : .bearer(tokens)
  }

  /// Where and how to listen.
  func serverOptions() async throws -> HTTPServer.Options {
    var options = HTTPServer.Options()
    if let text = invocation.arguments.last("port") {
      guard let port = UInt16(text) else {
        throw Arguments.Misuse(message: "--port is a port, not \"\(text)\"")
      }
      options.port = port
    }
    if let text = invocation.arguments.last("listen") {
      guard let address = IPAddress(text) else {
        throw Arguments.Misuse(message: "--listen is an address such as 0.0.0.0, not \"\(text)\"")
      }
      options.address = address
    }
    let chain = invocation.arguments.last("tls-certificate")
    let key = try await secrets(named: "tls-key").first
    guard (chain == nil) == (key == nil) else {
      throw Arguments.Misuse(message: "--tls-certificate and --tls-key go together")
    }
    bound(&options)
    if let chain, let key {
      options.certificate = HTTPServer.Certificate(
        chain: String(decoding: try Files.read(chain, limit: 1 << 20), as: UTF8.self), key: key)
    }
    return options
  }

  /// Keeps senders that take their time, or open connections without end, from the place of others.
  private func bound(_ options: inout HTTPServer.Options) {
    let world = invocation.world
    options.connections = 2048
    // On this machine's own address all senders are one, such as a proxy.
    if options.address.kind != .loopback {
      options.connectionsPerAddress = options.connections / 4
    }
    options.reading = HTTPServer.Reading(within: .seconds(10), world)
    options.full = { fullness in
      let owner = fullness.sender.map { "\($0) has" } ?? "there are"
      world.log.emit(
        .problem(
          .warning, code: "connections-full",
          message: "\(owner) \(fullness.connections) connections, and no more are taken",
          address: nil, hint: "a proxy in front of the server keeps few connections to it",
          place: nil))
    }
  }

  /// Reads the secrets that an option names.
  private func secrets(named option: String) async throws -> [Secret] {
    let sources = invocation.arguments.all(option).map { SecretSource($0) }
    guard !sources.isEmpty else { return [] }
    let resolver = try secrets()
    await resolver.fetch(sources)
    return try sources.map { source in
      let secret = try resolver.resolve(source)
      guard !secret.isEmpty else {
        throw Arguments.Misuse(message: "--\(option): \(source.text) is empty")
      }
      return secret
    }
  }
}
