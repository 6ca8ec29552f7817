internal import JSON

/// The target of a rule that is a queue; other targets of the rule are left alone.
struct EventTarget: AWSFurtherCall {
  /// The name under which gcsync adds a target.
  private static let ownName = "gcsync-queue"

  func read(
    _ wanted: AWSWanted, through calls: AWSCalls
  ) async throws(AWSFailure) -> [AWSObject] {
    let ids = try await EventRule().read(wanted, through: calls).map(\.id)
    let found = try await calls.each(ids) { id throws(AWSFailure) -> AWSObject? in
      guard let place = EventRule.Place(id),
        let target = Self.queue(
          try await Self.targets(of: place, calls), among: wanted.related,
          orAny: wanted.isEverything)
      else { return nil }
      return AWSObject(id: id, body: Self.body(of: target))
    }
    return found.compactMap(\.self)
  }

  /// Returns the targets of a rule; none where there is no such rule.
  static func targets(
    of rule: EventRule.Place, _ calls: AWSCalls
  ) async throws(AWSFailure) -> [JSON] {
    do throws(AWSFailure) {
      return try await calls.list(
        .eventBridge, "ListTargetsByRule", rule.words("Rule"), items: "Targets",
        token: "NextToken")
    } catch {
      guard error.cause == .notFound else { throw error }
      return []
    }
  }

  /// Returns the target that gcsync made, else one that hands events to one of the queues named.
  private static func queue(
    _ targets: [JSON], among names: Set<String>, orAny: Bool = false
  ) -> JSON? {
    let queues = targets.filter { $0["Arn"]?.string.flatMap(ARN.init)?.service == "sqs" }
      .sorted { ($0["Id"]?.string ?? "") < ($1["Id"]?.string ?? "") }
    return queues.first { $0["Id"]?.string == ownName }
      ?? queues.first {
        orAny || AWSWanted.name(of: $0["Arn"]?.string ?? "").map(names.contains) == true
      }
  }

  private static func body(of target: JSON) -> JSON {
    let retry = target["RetryPolicy"]
    let members: [(String, JSON?)] = [
      ("queueArn", target["Arn"]), ("deadLetterArn", target["DeadLetterConfig"]?["Arn"]),
      ("maximumEventAgeInSeconds", retry?["MaximumEventAgeInSeconds"] ?? 86_400),
      ("maximumRetryAttempts", retry?["MaximumRetryAttempts"] ?? 185),
      ("input", target["Input"]), ("inputPath", target["InputPath"]),
      ("inputTransformer", target["InputTransformer"]),
    ]
    return .object(JSONObject(members.compactMap { name, value in value.map { (name, $0) } }))
  }

  func update(_ goal: JSON, id: String, through calls: AWSCalls) async throws(AWSFailure) {
    guard let place = EventRule.Place(id) else { return }
    let queue = goal["queueArn"]?.string
    let targets = try await Self.targets(of: place, calls)
    let optional: [(String, JSON?)] = [
      ("DeadLetterConfig", goal["deadLetterArn"].map { ["Arn": $0] }),
      ("Input", goal["input"]), ("InputPath", goal["inputPath"]),
      ("InputTransformer", goal["inputTransformer"]),
    ]
    var target: JSONObject = [
      "Id": .string(Self.ownName), "Arn": goal["queueArn"] ?? "",
      "RetryPolicy": [
        "MaximumEventAgeInSeconds": goal["maximumEventAgeInSeconds"] ?? 86_400,
        "MaximumRetryAttempts": goal["maximumRetryAttempts"] ?? 185,
      ],
    ]
    for (name, value) in optional { target[name] = value }
    var body = place.words("Rule")
    body[JSONPointer(["Targets"])] = [.object(target)]
    try await Self.refusing("PutTargets", calls.call(.eventBridge, "PutTargets", body))
    // The same queue under another name would get every event twice.
    let others = targets.filter { $0["Arn"]?.string == queue }.compactMap { $0["Id"]?.string }
    try await Self.remove(others.filter { $0 != Self.ownName }, from: place, calls)
  }

  /// Takes the targets that hand events to queues of gcsync's from a rule, and returns the others.
  static func removeOwn(
    from rule: EventRule.Place, _ calls: AWSCalls
  ) async throws(AWSFailure) -> [String] {
    let names = try await targets(of: rule, calls).compactMap { $0["Id"]?.string }
    try await remove(names.filter { $0 == ownName }, from: rule, calls)
    return names.filter { $0 != ownName }
  }

  private static func remove(
    _ names: [String], from rule: EventRule.Place, _ calls: AWSCalls
  ) async throws(AWSFailure) {
    if names.isEmpty { return }
    var body = rule.words("Rule")
    body[JSONPointer(["Ids"])] = .array(names.map(JSON.string))
    try await refusing("RemoveTargets", calls.call(.eventBridge, "RemoveTargets", body))
  }

  /// Throws where an answer says that an entry failed, which EventBridge answers with success.
  static func refusing(_ operation: String, _ answer: JSON) throws(AWSFailure) {
    guard let entry = answer["FailedEntries"]?.array?.first else { return }
    throw AWSFailure(
      .other, service: .eventBridge, operation: operation, code: entry["ErrorCode"]?.string,
      message: entry["ErrorMessage"]?.string ?? "an entry failed", line: operation)
  }
}
