internal import AWS
package import JSON
package import Reconciler

/// The roles that a pipeline of events needs, each allowing what its bearer does and nothing else.
package struct PipelineRoles {
  private let spec: JSON
  private let parts: [Kind]
  private let place: AWSAccountPlace

  /// Takes a pipeline's spec, the kinds of its parts, and where it is to live.
  package init(_ spec: JSON, parts: [Kind], account: String, region: String) {
    self.spec = spec
    self.parts = parts
    place = AWSAccountPlace(account: account, region: region)
  }

  /// The roles by whose they are, with what could not be told.
  package var json: JSON {
    var roles: JSONObject = [:]
    if spec["stateMachine"] != nil { roles["stateMachine"] = stateMachine }
    if spec["pipe"] != nil {
      roles["pipe"] = pipe
    } else {
      roles["consumer"] = Self.role(consumer)
    }
    roles["plan"] = Self.role(own { $0.read })
    roles["apply"] = Self.role(own { $0.read + $0.write })
    return .object(roles)
  }

  /// A role of the user's own making, so that only what it allows is said.
  private static func role(_ policy: PolicyDraft) -> JSON {
    .object(
      JSONObject([("policy", policy.json)].compactMap { name, json in json.map { (name, $0) } }))
  }

  private func name(_ path: String...) -> String? { spec[JSONPointer(path)]?.string }

  private var queue: String { place.arn("sqs", name("queue", "name") ?? "") }
  private var deadLetters: String { place.arn("sqs", name("deadLetterQueue", "name") ?? "") }
  private var machine: String? {
    name("stateMachine", "name").map { place.arn("states", "stateMachine:\($0)") }
  }

  private var stateMachine: JSON {
    var calls = StateMachineCalls(place)
    calls.add(spec[JSONPointer(["stateMachine", "definition"])] ?? [:])
    let level = name("stateMachine", "loggingConfiguration", "level") ?? "OFF"
    if level != "OFF" {
      calls.policy.allow(
        [
          "CreateLogDelivery", "GetLogDelivery", "UpdateLogDelivery", "DeleteLogDelivery",
          "ListLogDeliveries", "PutResourcePolicy", "DescribeResourcePolicies",
          "DescribeLogGroups",
        ].map { "logs:\($0)" }, on: ["*"])
    }
    if spec[JSONPointer(["stateMachine", "tracingConfiguration", "enabled"])]?.bool == true {
      calls.policy.allow(
        [
          "PutTraceSegments", "PutTelemetryRecords", "GetSamplingRules", "GetSamplingTargets",
        ].map { "xray:\($0)" }, on: ["*"])
    }
    var role: JSONObject = [
      "role": .string(name("stateMachine", "roleArn") ?? ""),
      "trust": PolicyDraft.trust("states", account: place.account, for: machine ?? "*"),
    ]
    role["policy"] = calls.policy.json
    if !calls.unknown.isEmpty { role["toBeCompleted"] = .array(calls.unknown.map(JSON.string)) }
    return .object(role)
  }

  private var pipe: JSON {
    var policy = PolicyDraft()
    policy.allow(
      ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"], on: [queue])
    allowStart(&policy, waits: name("pipe", "invocationType") == "REQUEST_RESPONSE")
    allowKeys(&policy, of: ["queue"], ["kms:Decrypt"])
    var role: JSONObject = [
      "role": .string(name("pipe", "roleArn") ?? ""),
      "trust": PolicyDraft.trust(
        "pipes", account: place.account,
        for: place.arn("pipes", "pipe/\(name("pipe", "name") ?? "")")),
    ]
    role["policy"] = policy.json
    return .object(role)
  }

  /// What a dispatcher may do, or a worker: take messages, bury them, start executions.
  private var consumer: PolicyDraft {
    var policy = PolicyDraft()
    policy.allow(
      [
        "sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility",
        "sqs:GetQueueAttributes", "sqs:GetQueueUrl",
      ], on: [queue])
    policy.allow(["sqs:SendMessage", "sqs:GetQueueUrl"], on: [deadLetters])
    allowStart(&policy, waits: false)
    allowKeys(&policy, of: ["queue", "deadLetterQueue"], ["kms:Decrypt", "kms:GenerateDataKey"])
    return policy
  }

  private func allowStart(_ policy: inout PolicyDraft, waits: Bool) {
    guard let machine else { return }
    policy.allow(["states:\(waits ? "StartSyncExecution" : "StartExecution")"], on: [machine])
  }

  private func allowKeys(_ policy: inout PolicyDraft, of queues: [String], _ actions: [String]) {
    for queue in queues {
      guard let key = name(queue, "kmsMasterKeyId") else { continue }
      // An alias is no resource of IAM; whatever key it stands for is meant.
      let isAlias = key.contains("alias/")
      policy.allow(
        actions,
        on: [
          key.hasPrefix("arn:") && !isAlias
            ? key : place.arn("kms", isAlias ? "key/*" : "key/\(key)")
        ],
        where: isAlias
          ? [
            "ForAnyValue:StringEquals": [
              "kms:ResourceAliases": .string("alias/\(key.split(separator: "/").last ?? "")")
            ]
          ] : nil)
    }
  }

  /// What gcsync itself does with the parts of the manifest.
  private func own(_ actions: (Wire.Permissions) -> [String]) -> PolicyDraft {
    var policy = PolicyDraft()
    for part in parts {
      guard let words = part.part, let carries = words.carries.first,
        words.condition.map({ spec[$0] != nil }) ?? true, let wire = part.wires.first?.value
      else { continue }
      let resource = resource(of: wire, at: carries)
      for action in actions(wire.permissions) where action != "iam:PassRole" {
        policy.allow([action], on: [Self.isAboutAll(action) ? "*" : resource])
      }
      if actions(wire.permissions).contains("iam:PassRole"),
        let role = spec[carries.appending("roleArn")]?.string
      {
        let service = wire.collection.hasPrefix("/pipes") ? "pipes" : "states"
        policy.allow(
          ["iam:PassRole"], on: [role],
          where: [
            "StringEquals": ["iam:PassedToService": .string("\(service).amazonaws.com")]
          ])
      }
    }
    return policy
  }

  /// Whether AWS grants an action for all resources or none.
  private static func isAboutAll(_ action: String) -> Bool {
    action.contains(":List") && action != "events:ListTargetsByRule"
      || action == "cloudwatch:DescribeAlarms"
  }

  private func resource(of wire: Wire, at carries: JSONPointer) -> String {
    let own = spec[carries.appending("name")]?.string ?? ""
    switch wire.collection {
    case "/events/event-buses": return place.arn("events", "event-bus/\(own)")
    case "/events/rules":
      let bus = name("partnerEventSource", "name") ?? name("rule", "eventBusName") ?? "default"
      let rule = name("rule", "name") ?? ""
      return place.arn("events", "rule/\(bus == "default" ? "" : "\(bus)/")\(rule)")
    case "/sqs/queues": return carries.tokens.first?.hasPrefix("dead") == true ? deadLetters : queue
    case "/states/state-machines": return machine ?? "*"
    case "/pipes/pipes": return place.arn("pipes", "pipe/\(own)")
    default: return place.arn("cloudwatch", "alarm:\(own)")
    }
  }
}

/// Where in AWS things are: what their ARNs begin with.
struct AWSAccountPlace: Sendable {
  let account: String
  let region: String

  func arn(_ service: String, _ resource: String) -> String {
    "arn:\(ARN.partition(of: region)):\(service):\(region):\(account):\(resource)"
  }
}
