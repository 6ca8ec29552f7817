internal import JSON

/// What a queue says of itself that a consumer has to know.
package struct QueueShape: Sendable, Hashable {
  /// The queue of messages that were handed out too often; nil where there is none.
  package let deadLetterARN: String?
  /// How often a message is handed out before it goes there.
  package let receiveLimit: Int?

  /// Reads the attributes of a queue; the redrive policy is JSON in a string, its count either type.
  init(attributes: JSON) {
    let policy = attributes["RedrivePolicy"]?.string.flatMap { try? JSON.parse($0) }
    deadLetterARN = policy?["deadLetterTargetArn"]?.string
    receiveLimit =
      policy?["maxReceiveCount"].flatMap { $0.int ?? $0.string.flatMap { Int($0) } }
  }
}
