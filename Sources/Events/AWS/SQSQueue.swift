package import AWS
internal import JSON

/// A queue of Amazon SQS, and the dead-letter queue beside it.
package struct SQSQueue: MessageQueue {
  package let url: String
  /// Where messages go that cannot be handled; nil where there is no such queue.
  package let deadLetterURL: String?
  package let receiveLimit: Int?
  private let client: AWSClient

  package init(
    _ client: AWSClient, url: String, deadLetterURL: String? = nil, receiveLimit: Int? = nil
  ) {
    self.client = client
    self.url = url
    self.deadLetterURL = deadLetterURL
    self.receiveLimit = receiveLimit
  }

  /// Finds a queue by its URL or name, and its dead-letter queue where its redrive policy names one.
  package static func find(
    _ place: String, deadLetter: String? = nil, through client: AWSClient
  ) async throws(EventError) -> SQSQueue {
    let url = try await Self.url(place, through: client)
    let attributes = try await EventError.judging { () async throws(AWSFailure) in
      try await client.call(
        "GetQueueAttributes", ["QueueUrl": .string(url), "AttributeNames": ["RedrivePolicy"]])
    }
    let shape = QueueShape(attributes: attributes["Attributes"] ?? [:])
    let name = deadLetter ?? shape.deadLetterARN?.split(separator: ":").last.map(String.init)
    var deadLetterURL: String?
    if let name { deadLetterURL = try await Self.url(name, through: client) }
    return SQSQueue(
      client, url: url, deadLetterURL: deadLetterURL, receiveLimit: shape.receiveLimit)
  }

  private static func url(
    _ place: String, through client: AWSClient
  ) async throws(EventError) -> String {
    if place.contains("://") { return place }
    let answer = try await EventError.judging { () async throws(AWSFailure) in
      try await client.call("GetQueueUrl", ["QueueName": .string(place)])
    }
    guard let url = answer["QueueUrl"]?.string else {
      throw .fatal(.queueMissing, "SQS does not say where the queue \(place) is")
    }
    return url
  }

  package func receive(
    _ limit: Int, wait: Duration, visibility: Duration
  ) async throws(EventError) -> [QueueMessage] {
    let body: JSON = [
      "QueueUrl": .string(url), "MaxNumberOfMessages": .number(JSONNumber(limit)),
      "WaitTimeSeconds": .number(JSONNumber(Int(wait.components.seconds))),
      "VisibilityTimeout": .number(JSONNumber(Int(visibility.components.seconds))),
      "AttributeNames": ["ApproximateReceiveCount"], "MessageAttributeNames": ["All"],
    ]
    let answer = try await EventError.judging { () async throws(AWSFailure) in
      try await client.call("ReceiveMessage", body, timeout: wait + .seconds(15))
    }
    return (answer["Messages"]?.array ?? []).compactMap(Self.message)
  }

  private static func message(_ document: JSON) -> QueueMessage? {
    guard let receipt = document["ReceiptHandle"]?.string else { return nil }
    return QueueMessage(
      id: document["MessageId"]?.string ?? "", receipt: receipt,
      body: document["Body"]?.string ?? "",
      receiveCount: document["Attributes"]?["ApproximateReceiveCount"]?.string
        .flatMap { Int($0) } ?? 1,
      attributes: document["MessageAttributes"]?.object ?? [:])
  }

  package func delete(_ messages: [QueueMessage]) async throws(EventError) -> [QueueMessage] {
    try await inBatches("DeleteMessageBatch", url, messages) { message in
      ["ReceiptHandle": .string(message.receipt)]
    }.failed
  }

  package func hide(_ messages: [QueueMessage], for time: Duration) async throws(EventError) {
    let seconds = JSON.number(JSONNumber(Int(min(max(0, time.components.seconds), 43_200))))
    _ = try await inBatches("ChangeMessageVisibilityBatch", url, messages) { message in
      ["ReceiptHandle": .string(message.receipt), "VisibilityTimeout": seconds]
    }
  }

  package func bury(_ messages: [BuriedMessage]) async throws(EventError) -> [QueueMessage]? {
    guard let deadLetterURL else { return nil }
    let reasons = Dictionary(
      messages.map { ($0.message.receipt, $0.reason) }, uniquingKeysWith: { $1 })
    return try await inBatches("SendMessageBatch", deadLetterURL, messages.map(\.message)) {
      message in
      [
        "MessageBody": .string(message.body),
        "MessageAttributes": .object(
          DeadLetterReason.attributes(message.attributes, reasons[message.receipt])),
      ]
    }.done
  }
}

extension SQSQueue: MessageTarget {
  package func send(_ messages: [QueueMessage]) async throws(EventError) -> [QueueMessage] {
    try await inBatches("SendMessageBatch", url, messages) { message in
      [
        "MessageBody": .string(message.body),
        "MessageAttributes": .object(DeadLetterReason.without(message.attributes)),
      ]
    }.done
  }
}

extension SQSQueue {
  /// Calls a batch operation for messages, ten at a time; entries are told apart by their positions,
  /// since one message may come twice in a batch.
  private func inBatches(
    _ operation: String, _ url: String, _ messages: [QueueMessage],
    _ entry: (QueueMessage) -> JSON
  ) async throws(EventError) -> (done: [QueueMessage], failed: [QueueMessage]) {
    var done: [QueueMessage] = []
    var failed: [QueueMessage] = []
    var rest = messages[...]
    while !rest.isEmpty {
      let batch = SQSBatch(rest, entry)
      let answer = try await EventError.judging { () async throws(AWSFailure) in
        try await client.call(
          operation, ["QueueUrl": .string(url), "Entries": .array(batch.entries)])
      }
      let broken = Set((answer["Failed"]?.array ?? []).compactMap { $0["Id"]?.string })
      for (position, message) in batch.messages.enumerated() {
        if broken.contains(String(position)) {
          failed.append(message)
        } else {
          done.append(message)
        }
      }
      rest = rest.dropFirst(batch.messages.count)
    }
    return (done, failed)
  }
}
