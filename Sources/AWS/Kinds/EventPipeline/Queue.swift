internal import JSON
internal import World

/// A queue of SQS, whose id is its ARN.
struct Queue: AWSResource {
  func read(
    _ wanted: AWSWanted, through calls: AWSCalls
  ) async throws(AWSFailure) -> [AWSObject] {
    try await Self.attributes(wanted, calls).compactMap { found in
      found.attributes["QueueArn"]?.string.map { AWSObject(id: $0, body: Self.body(found)) }
    }
  }

  /// A queue's name and all that SQS says of it.
  struct Found: Sendable {
    let name: String
    let attributes: JSON
  }

  /// Returns what SQS says of the queues that are asked for, as far as there are such.
  static func attributes(
    _ wanted: AWSWanted, _ calls: AWSCalls
  ) async throws(AWSFailure) -> [Found] {
    let names = wanted.names
    var body: JSON = ["MaxResults": 1000]
    let prefix = wanted.isEverything ? "" : names.commonPrefix
    if !prefix.isEmpty { body[JSONPointer(["QueueNamePrefix"])] = .string(prefix) }
    let urls = try await calls.list(
      .sqs, "ListQueues", body, items: "QueueUrls", token: "NextToken"
    ).compactMap(\.string).filter { url in
      wanted.isEverything || AWSWanted.name(of: url).map(names.contains) ?? false
    }
    let unseen = wanted.isEverything ? [] : names.subtracting(urls.compactMap(AWSWanted.name))
    let further = try await calls.each(unseen.sorted()) { name throws(AWSFailure) in
      try await Self.place(of: name, calls)
    }
    let found = try await calls.each(urls + further.compactMap(\.self)) { url throws(AWSFailure) in
      try await Self.attributes(at: url, calls)
    }
    return found.compactMap(\.self)
  }

  /// Returns where a queue is that the list does not show, as it may not for a minute.
  private static func place(
    of name: String, _ calls: AWSCalls
  ) async throws(AWSFailure) -> String? {
    do throws(AWSFailure) {
      return try await calls.once(.sqs, "GetQueueUrl", ["QueueName": .string(name)])["QueueUrl"]?
        .string
    } catch {
      guard error.cause == .notFound else { throw error }
      return nil
    }
  }

  private static func attributes(
    at url: String, _ calls: AWSCalls
  ) async throws(AWSFailure) -> Found? {
    do throws(AWSFailure) {
      let answer = try await calls.once(
        .sqs, "GetQueueAttributes", ["QueueUrl": .string(url), "AttributeNames": ["All"]])
      return Found(
        name: AWSWanted.name(of: url) ?? "", attributes: answer["Attributes"] ?? [:])
    } catch {
      // It was deleted a moment ago, and the list shows it still.
      guard error.cause == .notFound else { throw error }
      return nil
    }
  }

  private static let numbers = [
    ("messageRetentionPeriod", "MessageRetentionPeriod"),
    ("visibilityTimeout", "VisibilityTimeout"),
    ("receiveMessageWaitTimeSeconds", "ReceiveMessageWaitTimeSeconds"),
    ("delaySeconds", "DelaySeconds"), ("maximumMessageSize", "MaximumMessageSize"),
  ]

  private static func body(_ found: Found) -> JSON {
    let attributes = found.attributes
    var body: JSONObject = ["name": .string(found.name)]
    for (name, attribute) in numbers { body[name] = attributes[attribute]?.wholeNumber }
    if let key = attributes["KmsMasterKeyId"]?.string, !key.isEmpty {
      body["encryption"] = "kms"
      body["kmsMasterKeyId"] = .string(key)
      body["kmsDataKeyReusePeriodSeconds"] = attributes["KmsDataKeyReusePeriodSeconds"]?.wholeNumber
    } else {
      body["encryption"] = attributes["SqsManagedSseEnabled"]?.string == "true" ? "sqs" : "none"
    }
    let redrive = attributes["RedrivePolicy"]?.string.flatMap { try? JSON.parse($0) }
    body["deadLetterTargetArn"] = redrive?["deadLetterTargetArn"]
    body["maxReceiveCount"] = redrive?["maxReceiveCount"]?.wholeNumber
    return .object(body)
  }

  /// Returns a goal as the attributes of a queue, each of which is a text.
  private static func attributes(of goal: JSON) -> JSON {
    var attributes: JSONObject = [:]
    for (name, attribute) in numbers {
      attributes[attribute] = goal[name]?.int.map { .string(String($0)) }
    }
    switch goal["encryption"]?.string {
    case "kms":
      attributes["KmsMasterKeyId"] = goal["kmsMasterKeyId"]
      attributes["KmsDataKeyReusePeriodSeconds"] = goal["kmsDataKeyReusePeriodSeconds"]?.int
        .map { .string(String($0)) }
    case "none":
      attributes["SqsManagedSseEnabled"] = "false"
      attributes["KmsMasterKeyId"] = ""
    default:
      attributes["SqsManagedSseEnabled"] = "true"
      attributes["KmsMasterKeyId"] = ""
    }
    if let deadLetters = goal["deadLetterTargetArn"], let count = goal["maxReceiveCount"] {
      let redrive: JSON = ["deadLetterTargetArn": deadLetters, "maxReceiveCount": count]
      attributes["RedrivePolicy"] = .string(redrive.canonicalText)
    }
    return .object(attributes)
  }

  func create(
    _ goal: JSON, id: String?, through calls: AWSCalls
  ) async throws(AWSFailure) -> String {
    var attributes = Self.attributes(of: goal)
    // An empty key takes one away, and a new queue has none.
    if attributes["KmsMasterKeyId"]?.string == "" {
      attributes[JSONPointer(["KmsMasterKeyId"])] = nil
    }
    let made = try await make(["QueueName": goal["name"] ?? "", "Attributes": attributes], calls)
    let answer = try await calls.call(
      .sqs, "GetQueueAttributes",
      ["QueueUrl": made["QueueUrl"] ?? "", "AttributeNames": ["QueueArn"]])
    return try calls.id(answer["Attributes"]?["QueueArn"], toldBy: "GetQueueAttributes", of: .sqs)
  }

  /// Creates a queue; a name that was in use a minute ago is free after that minute alone.
  private func make(_ body: JSON, _ calls: AWSCalls) async throws(AWSFailure) -> JSON {
    var waits = Array(repeating: Duration.seconds(10), count: 7)
    while true {
      do throws(AWSFailure) {
        return try await calls.call(.sqs, "CreateQueue", body)
      } catch {
        guard error.code?.contains("QueueDeletedRecently") == true, let wait = waits.popLast(),
          (try? await calls.world.sleep(wait)) != nil
        else { throw error }
      }
    }
  }

  func update(_ goal: JSON, id: String, through calls: AWSCalls) async throws(AWSFailure) {
    try await Self.set(Self.attributes(of: goal), of: id, calls)
  }

  /// Sets attributes of a queue and leaves the others.
  static func set(
    _ attributes: JSON, of id: String, _ calls: AWSCalls
  ) async throws(AWSFailure) {
    let url = try await Self.url(of: id, calls)
    _ = try await calls.call(
      .sqs, "SetQueueAttributes", ["QueueUrl": url, "Attributes": attributes])
  }

  private static func url(of id: String, _ calls: AWSCalls) async throws(AWSFailure) -> JSON {
    let name = AWSWanted.name(of: id) ?? id
    return try await calls.once(.sqs, "GetQueueUrl", ["QueueName": .string(name)])["QueueUrl"] ?? ""
  }

  func delete(id: String, through calls: AWSCalls) async throws(AWSFailure) {
    let url = try await Self.url(of: id, calls)
    _ = try await calls.call(.sqs, "DeleteQueue", ["QueueUrl": url])
  }
}

extension JSON {
  /// A whole number, whether it stands there as one or as a text.
  fileprivate var wholeNumber: JSON? {
    (int ?? string.flatMap { Int($0) }).map { .number(JSONNumber($0)) }
  }
}

extension Set<String> {
  /// What all of them begin with.
  fileprivate var commonPrefix: String {
    guard let first else { return "" }
    return reduce(first) { prefix, name in
      String(zip(prefix, name).prefix { $0 == $1 }.map(\.0))
    }
  }
}
