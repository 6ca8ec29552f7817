internal import Diagnostics
internal import JSON
internal import Reconciler
internal import Sandbox
internal import World
internal import YAML

extension Command {
  static let sandbox = Command(
    "sandbox", summary: "Serve a simulated Genesys org and S3 account on 127.0.0.1.",
    options: [
      Option("port", value: "N", "The org's port; 0, the default, picks a free one."),
      Option("s3-port", value: "N", "The port of S3; 0, the default, picks a free one."),
      Option(
        "mail-port", value: "N",
        "Take mail on this port and deliver none; 0 picks a free one. None is taken by default."),
      Option("state", value: "FILE", "Keep the objects in a file between runs."),
      Option("seed", value: "FILE", "Start with these objects."),
      Option("rate-limit", value: "N[/SECONDSs]", "Requests per window, 300/60s by default."),
      Option(
        "limits", value: "FILE",
        "Limit single endpoints too: {limits: [{method, path, allowed, seconds}]}."),
      Option(
        "token-rate-limit", value: "N", "Tokens a client gets in a minute; any number by default."),
      Option("settle-reads", value: "N", "Show a change of a platform object only after N reads."),
      Option("latency", value: "MS", "Answer each request this much later."),
      Option("faults", value: "FILE", "Play these faults."),
      Option("client", value: "ID:SECRET", repeatable: true, "Accept only these OAuth clients."),
      Option("aws", value: "ID:SECRET", repeatable: true, "Accept these AWS keys."),
      Option("until-eof", "Stop when standard input ends."),
    ],
    details: """
      The org answers the guide's endpoints and those of the Platform API at once. Prints one line
      of JSON with both URLs when it is ready.
      """
  ) { invocation in
    let options = try SandboxOptions(invocation)
    let sandbox: Sandbox
    do {
      sandbox = try await Sandbox.start(options, world: invocation.world)
    } catch {
      throw DiagnosticsError(
        .error(
          "sandbox-not-started", "the sandbox cannot start: \(error)",
          hint: "choose another --port, --s3-port or --mail-port, or stop what listens there"))
    }
    invocation.console.out(sandbox.readyLine + "\n")
    let interruption = Interruption()
    Signals.interrupting(interruption) {}
    if invocation.arguments.has("until-eof") { Signals.interruptAtEndOfInput(interruption) }
    await interruption.wait()
    try await sandbox.stop()
    return .done
  }
}

extension SandboxOptions {
  init(_ invocation: Invocation) throws {
    self.init()
    let arguments = invocation.arguments
    port = try arguments.number("port") ?? 0
    s3Port = try arguments.number("s3-port") ?? 0
    if arguments.has("mail-port") { mailPort = try arguments.number("mail-port") ?? 0 }
    latency = .milliseconds(try arguments.number("latency") as Int? ?? 0)
    stateFile = arguments.last("state")
    if let text = arguments.last("rate-limit") {
      guard let limit = RateLimit(text) else {
        throw Arguments.Misuse(message: "--rate-limit is a number such as 300 or 300/20s")
      }
      rateLimit = limit
    }
    tokenRateLimit = try arguments.number("token-rate-limit")
    settleReads = try arguments.number("settle-reads") ?? 0
    if let path = arguments.last("limits") { limits = try Self.document(path) }
    clients = try arguments.pairs("client")
    awsKeys = try arguments.pairs("aws")
    if let path = arguments.last("seed") { seed = try Self.document(path) }
    if let path = arguments.last("faults") {
      let document = try Self.document(path)
      faults = document["faults"] ?? document
    }
  }

  private static func document(_ path: String) throws -> JSON {
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try Files.read(path, limit: 1 << 30)
    } catch {
      throw DiagnosticsError(
        .error("unreadable-file", error.description, hint: error.readingRemedy))
    }
    // What a program made may be large, and is JSON.
    if let document = try? JSON.parse(bytes) { return document }
    let (documents, problems) = YAML.documents(in: SourceFile(name: path, bytes: bytes))
    if problems.hasErrors { throw DiagnosticsError(problems) }
    return documents.first?.value ?? [:]
  }
}

extension Arguments {
  fileprivate func number<Number: FixedWidthInteger>(_ name: String) throws(Misuse) -> Number? {
    guard let text = last(name) else { return nil }
    guard let number = Number(text), number >= 0 else {
      throw Misuse(message: "--\(name) is a number, not \"\(text)\"")
    }
    return number
  }

  fileprivate func pairs(_ name: String) throws(Misuse) -> [SandboxOptions.Pair] {
    var pairs: [SandboxOptions.Pair] = []
    for text in all(name) {
      guard let pair = SandboxOptions.Pair(text) else {
        throw Misuse(message: "--\(name) is ID:SECRET")
      }
      pairs.append(pair)
    }
    return pairs
  }
}
