package import JSON

/// What an event source mapping hands a function: messages of a queue, to be deleted by Lambda.
package struct QueueInvocation: Sendable {
  package let messages: [QueueMessage]

  /// Reads `{Records: [{messageId, receiptHandle, body, attributes}]}`; no records are no messages.
  package init(_ document: JSON) {
    messages = (document["Records"]?.array ?? []).map { record in
      QueueMessage(
        id: record["messageId"]?.string ?? "", receipt: record["receiptHandle"]?.string ?? "",
        body: record["body"]?.string ?? "",
        receiveCount: record["attributes"]?["ApproximateReceiveCount"]?.string
          .flatMap { Int($0) } ?? 1)
    }
  }

  /// Returns the partial batch response: only these messages come again.
  package static func response(failed: [QueueMessage]) -> JSON {
    [
      "batchItemFailures": .array(failed.map { ["itemIdentifier": .string($0.id)] })
    ]
  }
}
