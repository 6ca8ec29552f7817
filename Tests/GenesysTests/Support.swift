import Diagnostics
import Genesys
import HTTP
import JSON
import Reconciler
import TestSupport
import Testing
import World

/// A reader and a writer on a scripted org, with everything they leave behind.
struct ScriptedOrg {
  let transport: ScriptedTransport
  let virtual = VirtualWorld()
  let reader: GenesysReader
  let writer: GenesysWriter

  init(
    _ transport: ScriptedTransport, profile: Profile = .guide, pageCap: Int? = 50,
    secrets: [Secret] = []
  ) throws {
    self.transport = transport
    let connection = try GenesysConnection(
      profile: profile, domain: nil, apiURL: "http://127.0.0.1:9", loginURL: nil)
    let client = HTTPClient(
      transport: transport, authorizer: nil, world: virtual.world, allowedHosts: AllowedHosts())
    reader = GenesysReader(
      client: ReadingClient(client, connection: connection), profile: profile, pageCap: pageCap,
      log: virtual.world.log, redactor: Redactor(secrets))
    writer = GenesysWriter(
      client: WritingClient(client, connection: connection), reader: reader, world: virtual.world)
  }

  init(_ answers: [ScriptedTransport.Answer], pageCap: Int? = 50) throws {
    try self.init(ScriptedTransport(answers), pageCap: pageCap)
  }
}

/// A kind with an id of the client's choice on one profile's wire, and a natural key on the other's.
func sampleKind() throws -> Kind {
  let schema: JSON = [
    "title": "Webhook",
    "properties": [
      "spec": [
        "type": "object",
        "properties": [
          "name": ["type": "string"],
          "token": ["type": "string", "x-gcsync": ["writeOnly": true]],
        ],
      ]
    ],
    "x-gcsync": [
      "wire": [
        "guide": [
          "collection": "/api/v2/webhooks", "pageSize": 50, "identity": "client",
          "create": "PUT /{id}", "update": "PUT /{id}", "delete": "DELETE /{id}",
          "permissions": ["read": ["webhook:read"], "write": ["webhook:write"]],
        ],
        "platform": [
          "collection": "/api/v2/hooks", "pageSize": 100, "identity": ["/name"],
          "create": "POST", "update": "PATCH /{id}", "delete": "none",
        ],
      ]
    ],
  ]
  return try #require(Kind(schema: schema) { _ in nil })
}

/// A page of a list with entities of these ids.
func page(_ ids: [String], next: String? = nil) -> ScriptedTransport.Answer {
  var body: JSON = [
    "entities": .array(ids.map { ["id": .string($0), "name": .string("n-\($0)")] })
  ]
  if let next, case .object(var object) = body {
    object["nextPageToken"] = .string(next)
    body = .object(object)
  }
  return .status(200, body: body.text)
}

extension ObservedCollection {
  /// The state in one word, and the problem's code where there is one.
  var state: String {
    switch completeness {
    case .whole: "whole"
    case .declaredOnly: "declared only"
    case .incomplete(let problem): problem.code
    }
  }
}

extension Diagnostic {
  /// Everything a person gets to see of it.
  var everything: String {
    ([message, hint ?? ""] + notes.map(\.message)).joined(separator: "\n")
  }
}
