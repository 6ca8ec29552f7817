package import AWS
internal import JSON

/// The notifications of Amazon SES in a queue of SQS.
///
/// What cannot be understood stays in the queue, whose redrive policy says what becomes of it.
package struct SESQueueInbox: BounceInbox {
  private let client: AWSClient
  private let url: String

  package init(_ client: AWSClient, url: String) { (self.client, self.url) = (client, url) }

  /// Finds a queue by its URL or name.
  package static func find(
    _ place: String, through client: AWSClient
  ) async throws(AWSFailure) -> SESQueueInbox {
    if place.contains("://") { return SESQueueInbox(client, url: place) }
    let answer = try await client.call("GetQueueUrl", ["QueueName": .string(place)])
    return SESQueueInbox(client, url: answer["QueueUrl"]?.string ?? place)
  }

  /// As many as a queue gives at once.
  private static let batch = 10

  /// Waits for two seconds, so that every part of the queue is looked at, and hides what comes for five
  /// minutes from others.
  package func letters() async throws -> [BounceLetter] {
    let answer = try await client.call(
      "ReceiveMessage",
      [
        "QueueUrl": .string(url), "MaxNumberOfMessages": .number(JSONNumber(Self.batch)),
        "WaitTimeSeconds": 2, "VisibilityTimeout": 300,
      ], timeout: .seconds(20))
    return (answer["Messages"]?.array ?? []).compactMap { message in
      guard let receipt = message["ReceiptHandle"]?.string else { return nil }
      let body = Array((message["Body"]?.string ?? "").utf8)
      return BounceLetter(
        id: .queued(message["MessageId"]?.string ?? receipt),
        reading: SESNotification.read(body), receipt: receipt)
    }
  }

  package func mark(_ letters: [BounceLetter]) async throws {
    var rest = letters.filter { !$0.isStrange }[...]
    while !rest.isEmpty {
      let entries = rest.prefix(Self.batch).enumerated().map { position, letter -> JSON in
        ["Id": .string(String(position)), "ReceiptHandle": .string(letter.receipt)]
      }
      rest = rest.dropFirst(Self.batch)
      // One that is not deleted comes again, and says nothing new then.
      _ = try await client.call(
        "DeleteMessageBatch", ["QueueUrl": .string(url), "Entries": .array(entries)])
    }
  }
}
