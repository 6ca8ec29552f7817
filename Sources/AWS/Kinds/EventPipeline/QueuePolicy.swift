package import JSON

/// What a queue's policy says of a rule that sends to it, and what it says besides.
struct QueuePolicy: AWSFurtherCall {
  func read(
    _ wanted: AWSWanted, through calls: AWSCalls
  ) async throws(AWSFailure) -> [AWSObject] {
    try await Queue.attributes(wanted, calls).compactMap { found in
      found.attributes["QueueArn"]?.string.map { id in
        AWSObject(id: id, body: QueueGrants(found.attributes["Policy"]?.string, of: id).body)
      }
    }
  }

  func update(_ goal: JSON, id: String, through calls: AWSCalls) async throws(AWSFailure) {
    let found = try await Queue.attributes(AWSWanted(ids: [id]), calls)
    var grants = QueueGrants(found.first?.attributes["Policy"]?.string, of: id)
    if let others = goal["statements"]?.array { grants.others = others }
    grants.rule = goal["ruleArn"]?.string
    try await Queue.set(["Policy": .string(grants.policy.canonicalText)], of: id, calls)
  }
}

/// The policy of a queue, taken apart: the statement that lets a rule send to it, and all others.
package struct QueueGrants: Sendable, Hashable {
  /// The ARN of the rule that may send, and nothing else of EventBridge by that statement.
  package var rule: String?
  package var others: [JSON]
  private let queue: String
  private let identifier: JSON?

  /// The name of the statement that gcsync writes.
  static let statement = "gcsync-rule"

  /// Reads a policy as JSON; what cannot be read is taken for no policy.
  package init(_ policy: String?, of queue: String) {
    self.queue = queue
    let document = policy.flatMap { try? JSON.parse($0) }
    identifier = document?["Id"]
    let statements = document?["Statement"].map { $0.array ?? [$0] } ?? []
    let grants = statements.indices.filter { Self.sender(statements[$0], to: queue) != nil }
    let own = grants.first { statements[$0]["Sid"]?.string == Self.statement } ?? grants.first
    rule = own.flatMap { Self.sender(statements[$0], to: queue) }
    others = statements.indices.filter { $0 != own }.map { statements[$0] }
  }

  var body: JSON {
    var body: JSONObject = ["statements": .array(others)]
    body["ruleArn"] = rule.map(JSON.string)
    return .object(body)
  }

  /// The whole policy.
  package var policy: JSON {
    var policy: JSONObject = ["Version": "2012-10-17"]
    policy["Id"] = identifier
    let grant = rule.map { rule -> JSON in
      [
        "Sid": .string(Self.statement), "Effect": "Allow",
        "Principal": ["Service": "events.amazonaws.com"], "Action": "sqs:SendMessage",
        "Resource": .string(queue), "Condition": ["ArnEquals": ["aws:SourceArn": .string(rule)]],
      ]
    }
    policy["Statement"] = .array([grant].compactMap(\.self) + others)
    return .object(policy)
  }

  /// Returns the one rule that a statement lets send to the queue; nil for any other statement.
  private static func sender(_ statement: JSON, to queue: String) -> String? {
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
