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
        let target = Self.queue(try await Self.targets(of: place, calls))
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

  /// Returns the target that hands events to a queue: our own, else the first by its name.
  private static func queue(_ targets: [JSON]) -> JSON? {
    let queues = targets.filter { $0["Arn"]?.string.flatMap(ARN.init)?.service == "sqs" }
      .sorted { ($0["Id"]?.string ?? "") < ($1["Id"]?.string ?? "") }
    return queues.first { $0["Id"]?.string == ownName } ?? queues.first
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
    let live = Self.queue(try await Self.targets(of: place, calls))
    let optional: [(String, JSON?)] = [
      ("DeadLetterConfig", goal["deadLetterArn"].map { ["Arn": $0] }),
      ("Input", goal["input"]), ("InputPath", goal["inputPath"]),
      ("InputTransformer", goal["inputTransformer"]),
    ]
    var target: JSONObject = [
      "Id": live?["Id"] ?? .string(Self.ownName), "Arn": goal["queueArn"] ?? "",
      "RetryPolicy": [
        "MaximumEventAgeInSeconds": goal["maximumEventAgeInSeconds"] ?? 86_400,
        "MaximumRetryAttempts": goal["maximumRetryAttempts"] ?? 185,
      ],
    ]
    for (name, value) in optional { target[name] = value }
    var body = place.words("Rule")
    body[JSONPointer(["Targets"])] = [.object(target)]
    try await Self.refusing("PutTargets", calls.call(.eventBridge, "PutTargets", body))
  }

  /// Throws where an answer says that an entry failed, which EventBridge answers with success.
  static func refusing(_ operation: String, _ answer: JSON) throws(AWSFailure) {
    guard let entry = answer["FailedEntries"]?.array?.first else { return }
    throw AWSFailure(
      .other, service: .eventBridge, operation: operation, code: entry["ErrorCode"]?.string,
      message: entry["ErrorMessage"]?.string ?? "an entry failed", line: operation)
  }
}
