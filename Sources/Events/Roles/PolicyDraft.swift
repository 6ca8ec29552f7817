internal import JSON

/// A policy of IAM while its statements are put together, so that it allows what is needed alone.
struct PolicyDraft {
  /// The actions by the resources that they are for, each list in the order in which it came.
  private var actions: [[String]: [String]] = [:]
  private var order: [[String]] = []
  private var conditions: [[String]: JSON] = [:]

  mutating func allow(_ names: [String], on resources: [String], where condition: JSON? = nil) {
    if actions[resources] == nil { order.append(resources) }
    let known = actions[resources, default: []]
    actions[resources] = known + names.filter { !known.contains($0) }
    conditions[resources] = condition ?? conditions[resources]
  }

  /// The policy; nil where nothing is allowed, which IAM does not take for one.
  var json: JSON? {
    if order.isEmpty { return nil }
    let statements = order.map { resources -> JSON in
      var statement: JSONObject = [
        "Effect": "Allow", "Action": Self.words(actions[resources] ?? []),
        "Resource": Self.words(resources),
      ]
      statement["Condition"] = conditions[resources]
      return .object(statement)
    }
    return ["Version": "2012-10-17", "Statement": .array(statements)]
  }

  private static func words(_ texts: [String]) -> JSON {
    texts.count == 1 ? .string(texts[0]) : .array(texts.map(JSON.string))
  }

  /// Returns the policy that lets a service take a role for one object of an account and no other.
  static func trust(_ service: String, account: String, for resource: String) -> JSON {
    [
      "Version": "2012-10-17",
      "Statement": [
        [
          "Effect": "Allow", "Principal": ["Service": .string("\(service).amazonaws.com")],
          "Action": "sts:AssumeRole",
          "Condition": [
            "StringEquals": ["aws:SourceAccount": .string(account)],
            "ArnEquals": ["aws:SourceArn": .string(resource)],
          ],
        ]
      ],
    ]
  }
}
