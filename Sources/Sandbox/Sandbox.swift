package import JSON
import Server
import Synchronization
package import World

/// A simulated Genesys Cloud org and AWS S3 account on two ports of 127.0.0.1.
///
/// It shares no code with the clients it is there to contradict.
package final class Sandbox: Sendable {
  private let engine: Engine
  private let genesys: HTTPServer
  private let s3: HTTPServer
  /// What takes mail, where that was asked for.
  package let mail: MailSink?
  private let saving: Task<Void, Never>?

  private init(engine: Engine, genesys: HTTPServer, s3: HTTPServer, mail: MailSink?) {
    self.mail = mail
    self.engine = engine
    self.genesys = genesys
    self.s3 = s3
    saving = engine.saver.map { saver in
      Task { await saver.run { engine.snapshot() } }
    }
  }

  deinit {
    saving?.cancel()
  }

  /// Loads the store and listens on both ports.
  package static func start(_ options: SandboxOptions = SandboxOptions(), world: World) async throws
    -> Sandbox
  {
    let engine = try Engine(options, world)
    let genesys = try HTTPServer(HTTPServer.Options(port: options.port)) {
      engine.reply(to: $0, from: .genesys)
    }
    var s3Options = HTTPServer.Options(port: options.s3Port)
    s3Options.bodyLimit = 64 << 20
    let s3 = try HTTPServer(s3Options) { engine.reply(to: $0, from: .s3) }
    engine.state.withLock { $0.s3URL = s3.url }
    let mail = try options.mailPort.map { port throws(MailSink.Failure) in
      try MailSink(port: port, into: engine.mail)
    }
    return Sandbox(engine: engine, genesys: genesys, s3: s3, mail: mail)
  }

  package var genesysURL: String { genesys.url }
  package var s3URL: String { s3.url }

  /// The line that says where the services are, `{"genesys":URL,"s3":URL}`, and the port that takes mail
  /// where one does.
  package var readyLine: String {
    var line: JSONObject = ["genesys": .string(genesysURL), "s3": .string(s3URL)]
    line["mailPort"] = mail.map { .number(JSONNumber(Int($0.port))) }
    return JSON.object(line).text
  }

  /// Finishes what is in flight, for two seconds at most, and saves the store.
  package func stop() async throws {
    let world = engine.world
    let grace: @Sendable () async -> Void = { try? await world.sleep(.seconds(2)) }
    await genesys.stop(grace: grace)
    await s3.stop(grace: grace)
    mail?.stop()
    saving?.cancel()
    await saving?.value
    try engine.saver?.save { engine.snapshot() }
  }
}

// MARK: - What tests ask in the same process

extension Sandbox {
  /// The whole store, as a seed would hold it, with secrets masked.
  package var objects: JSON { engine.state.withLock { $0.document(masked: true) } }

  /// How often each `METHOD template` was requested.
  package var counts: [String: Int] { engine.state.withLock { $0.log.counts } }

  /// The requests in their order, as the control interface lists them.
  package var requests: [JSON] { engine.state.withLock { $0.log.entries.map(\.json) } }

  /// Returns an object of the org as it is stored, secrets included.
  package func stored(_ collection: String, _ id: String) -> JSON? {
    engine.state.withLock { state in
      state.org.position(of: collection).flatMap { state.org[$0][id]?.object }
    }
  }

  /// Changes the store or the permissions as `POST /_sandbox/mutate` does.
  package func mutate(_ json: JSON) throws {
    let world = engine.world
    try engine.state.withLock { state in
      try state.mutate(json, now: world.now(), world: world)
    }
  }

  /// Replaces the faults as `POST /_sandbox/faults` does.
  package func setFaults(_ json: JSON) throws {
    let faults = try Fault.list(json)
    engine.state.withLock { $0.faults = faults }
  }

  /// Goes back to the seed as `POST /_sandbox/reset` does.
  package func reset(_ json: JSON = [:]) throws {
    let at = engine.circumstances
    try engine.state.withLock { state in try state.reset(json, at) }
  }
}

extension Engine {
  var circumstances: Circumstances {
    Circumstances(
      now: world.now(), instant: world.instant(), options: options, world: world,
      mail: mail)
  }

  func snapshot() -> (JSON, generation: Int) {
    let (org, account, generation) = state.withLock { ($0.org, $0.account, $0.generation) }
    return (SandboxState.document(org, account, masked: false), generation)
  }
}
