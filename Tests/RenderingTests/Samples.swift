import Diagnostics
import JSON
import Reconciler
import Rendering
import World

/// Values as the reconciler makes them, of a kind with every sort of field.
enum Samples {
  static let schema: JSON = [
    "title": "Widget",
    "properties": [
      "spec": [
        "properties": [
          "name": ["type": "string"],
          "days": ["type": "integer"],
          "bucket": ["type": "string", "x-gcsync": ["immutable": true]],
          "note": ["type": "string"],
          "events": ["items": ["type": "string"], "x-gcsync": ["set": true]],
          "targetId": ["type": "string", "x-gcsync": ["reference": "Widget"]],
          "auth": [
            "properties": [
              "type": ["type": "string"],
              "key": ["x-gcsync": ["writeOnly": true]],
            ]
          ],
          "keys": [
            "items": [
              "properties": ["name": [:], "value": ["x-gcsync": ["writeOnly": true]]]
            ]
          ],
          "headers": ["additionalProperties": ["x-gcsync": ["writeOnly": true]]],
          "free": [:],
        ]
      ]
    ],
    "x-gcsync": ["deletionPolicy": "delete"],
  ]

  static let kind: Kind = {
    guard let kind = Kind(schema: schema, resolve: { _ in nil }) else {
      preconditionFailure("the schema describes a kind")
    }
    return kind
  }()
  static let kinds = [kind.name: kind]

  static let now = Timestamp(seconds: 1_795_225_800)

  static func address(_ name: String) -> Address { Address(kind: "Widget", name: name) }

  static func plan(
    _ operations: [Reconciler.Operation], unsafe: [Plan.Unsafe] = [], environment: String = "dev"
  ) -> Plan {
    Plan(
      header: .init(
        version: "0", owner: "acme/contact-center", environment: environment,
        target: ["genesys": "api.example"], manifestHash: "0", schemaHashes: [:]),
      operations: operations, unsafe: unsafe)
  }

  static func report(
    _ operations: [Reconciler.Operation], unsafe: [Plan.Unsafe] = [],
    findings: [Diagnostic] = [], blocked: [Address: [String]] = [:], unchanged: Int = 0,
    requests: Proposal.Requests = .init(read: 3, apply: 0), isPartial: Bool = false,
    environment: String = "dev", kinds: [String: Kind] = Samples.kinds,
    directions: PlanReport.Directions? = nil, causes: Causes = [:],
    meanings: [Address: [String]] = [:]
  ) -> PlanReport {
    var proposal = Proposal(
      plan: plan(operations, unsafe: unsafe, environment: environment), findings: findings,
      blocked: blocked, unchanged: unchanged, requests: requests, isPartial: isPartial,
      sources: sources(of: operations))
    (proposal.causes, proposal.meanings) = (causes, meanings)
    return PlanReport(
      proposal, kinds: kinds, exitCode: operations.isEmpty ? 0 : 2, directions: directions)
  }

  private static func sources(
    of operations: [Reconciler.Operation]
  ) -> [Address: SourceLocation] {
    let file = SourceFile(name: "manifests/widgets.yaml", text: "")
    let declared = operations.filter { $0.action != .delete }.enumerated().map { index, operation in
      (operation.address, SourceLocation(file: file, line: 10 * index + 1, column: 1))
    }
    return Dictionary(declared, uniquingKeysWith: { first, _ in first })
  }

  static let formats = Format.allCases
}
