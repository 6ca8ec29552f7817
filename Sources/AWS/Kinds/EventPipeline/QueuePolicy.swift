package import JSON

/// What a queue's policy says of a rule that sends to it, and what it says besides.
struct QueuePolicy: AWSFurtherCall {
  func read(
    _ wanted: AWSWanted, through calls: AWSCalls
  ) async throws(AWSFailure) -> [AWSObject] {
    try await Queue.attributes(wanted, calls).compactMap { found in
      found.attributes["QueueArn"]?.string.map { id in
        AWSObject(
          id: id,
          body: QueueGrants(
            found.attributes["Policy"]?.string, of: id, rules: wanted.related
          ).body)
      }
    }
  }

  func update(_ goal: JSON, id: String, through calls: AWSCalls) async throws(AWSFailure) {
    let found = try await Queue.attributes(AWSWanted(ids: [id]), calls)
    guard let queue = found.first else {
      throw AWSFailure(
        .other, service: .sqs, operation: "GetQueueAttributes",
        message: "the queue is not to be seen yet, and its policy is not written unseen",
        line: "GetQueueAttributes")
    }
    // A rule of the same name on another bus keeps its grant.
    let rule = goal["ruleArn"]?.string
    var grants = QueueGrants(
      queue.attributes["Policy"]?.string, of: id, rules: Set([rule].compactMap(\.self)))
    if let others = goal["statements"]?.array { grants.others = others }
    grants.rule = rule
    try await Queue.set(["Policy": .string(grants.policy.canonicalText)], of: id, calls)
  }
}

/// The policy of a queue, taken apart: the statement that lets our rule send to it, and all others.
package struct QueueGrants: Sendable, Hashable {
  /// The ARN of the rule that may send by our statement.
  package var rule: String?
  package var others: [JSON]
  private let queue: String
  private let document: JSON?
  /// Our statement as it stands, with conditions that somebody may have added.
  private let own: JSON?

  /// The name of the statement that gcsync writes.
  package static let statement = "gcsync-rule"

  /// Reads a policy as JSON; what cannot be read is taken for no policy.
  ///
  /// Ours is the statement that bears our name, else one that lets a rule given by name or ARN send.
  package init(_ policy: String?, of queue: String, rules: Set<String> = []) {
    self.queue = queue
    document = policy.flatMap { try? JSON.parse($0) }
    let statements = document?["Statement"].map { $0.array ?? [$0] } ?? []
    let senders = statements.map { Self.sender($0, to: queue) }
    let named = statements.indices.first {
      statements[$0]["Sid"]?.string == Self.statement && senders[$0] != nil
    }
    let position =
      named
      ?? senders.indices.first {
        senders[$0].map { rules.contains($0) || AWSWanted.name(of: $0).map(rules.contains) == true }
          ?? false
      }
    own = position.map { statements[$0] }
    rule = position.flatMap { senders[$0] }
    others = statements.indices.filter { $0 != position }.map { statements[$0] }
  }

  var body: JSON {
    var body: JSONObject = ["statements": .array(others)]
    body["ruleArn"] = rule.map(JSON.string)
    return .object(body)
  }

  /// The whole policy.
  package var policy: JSON {
    var policy: JSONObject = ["Version": document?["Version"] ?? "2012-10-17"]
    policy["Id"] = document?["Id"]
    policy["Statement"] = .array([rule.map(grant)].compactMap(\.self) + others)
    return .object(policy)
  }

  /// Returns our statement: the one there is, where it is about the same rule.
  private func grant(_ rule: String) -> JSON {
    if var own, Self.sender(own, to: queue) == rule {
      own[JSONPointer(["Sid"])] = .string(Self.statement)
      return own
    }
    return [
      "Sid": .string(Self.statement), "Effect": "Allow",
      "Principal": ["Service": "events.amazonaws.com"], "Action": "sqs:SendMessage",
      "Resource": .string(queue), "Condition": ["ArnEquals": ["aws:SourceArn": .string(rule)]],
    ]
  }

  /// Returns the one rule that a statement lets send to the queue; nil for any other statement.
  package static func sender(_ statement: JSON, to queue: String) -> String? {
    guard statement["Effect"]?.string == "Allow",
      statement["Principal"]?["Service"]?.only == "events.amazonaws.com",
      statement["Action"]?.only?.lowercased() == "sqs:sendmessage",
      statement["Resource"]?.only == queue
    else { return nil }
    let operators = ["ArnEquals", "ArnLike", "StringEquals", "StringLike"]
    let sources = operators.compactMap { statement["Condition"]?[$0]?["aws:SourceArn"]?.only }
    return sources.count == 1 ? sources[0] : nil
  }
}

extension JSON {
  /// The text that stands there, alone or as a list of one.
  fileprivate var only: String? {
    string ?? (array?.count == 1 ? array?.first?.string : nil)
  }
}
