import HTTP
import JSON
import Server

extension SandboxState {
  static let controlPrefix = "/_sandbox/"

  /// Answers a request to the control interface, which both ports offer and nothing counts.
  mutating func answerControl(_ request: ServerRequest, _ at: Circumstances) -> ServerResponse {
    let name = String(request.path.dropFirst(Self.controlPrefix.count))
    do throws(SandboxInputError) {
      switch (request.method, name) {
      case ("GET", "requests"):
        return ServerResponse(status: 200, json: .array(log.entries.map(\.json)))
      case ("GET", "counts"): return ServerResponse(status: 200, json: log.countsJSON)
      case ("GET", "objects"): return ServerResponse(status: 200, json: document(masked: true))
      case ("GET", "mail"): return ServerResponse(status: 200, json: at.mail.json)
      case ("POST", "reset"):
        try reset(request.body.isEmpty ? [:] : Self.body(request), at)
      case ("POST", "mutate"):
        try mutate(Self.body(request), now: at.now, world: at.world)
      case ("POST", "faults"): faults = try Fault.list(Self.body(request))
      case ("POST", "limits"): limits = try EndpointLimit.list(Self.body(request))
      default: return ServerResponse(status: 404, json: ["error": "no such control"])
      }
      return ServerResponse(status: 200, json: ["ok": true])
    } catch {
      return ServerResponse(status: 400, json: ["error": .string(error.description)])
    }
  }

  /// Goes back to the seed; `{"only": […]}` names what goes back and leaves the rest.
  mutating func reset(_ json: JSON, _ at: Circumstances) throws(SandboxInputError) {
    let parts = ["objects", "requests", "faults", "limits", "denied", "tokens"]
    try Known.check(json, "a reset", ["only"])
    let named = json["only"]?.array?.compactMap(\.string) ?? parts
    if let unknown = named.first(where: { !parts.contains($0) }) {
      throw SandboxInputError("only: \(unknown) is none of \(parts.joined(separator: ", "))")
    }
    if named.contains("objects") {
      try load(at.options.seed, world: at.world, rules: at.options.rules)
    }
    if named.contains("requests") { log = RequestLog() }
    if named.contains("faults") { faults = [] }
    if named.contains("limits") {
      org.windows = [:]
      limits = try EndpointLimit.list(at.options.limits)
    }
    if named.contains("denied") { denied = [] }
    if json["only"] != nil, named.contains("tokens") { org.tokens = [:] }
  }

  private static func body(_ request: ServerRequest) throws(SandboxInputError) -> JSON {
    do {
      return try JSON.parse(request.body)
    } catch {
      throw SandboxInputError("the body is not JSON: \(error)")
    }
  }
}

extension SandboxOptions {
  /// The collections of both profiles; the one org speaks both.
  var rules: [CollectionRule] { CollectionRule.guide + CollectionRule.platform }
}
