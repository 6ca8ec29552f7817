package import JSON

/// What a queue handed out: a body nobody has looked at, and the receipt it is given back with.
package struct QueueMessage: Sendable, Hashable {
  /// The queue's own id of the message.
  package let id: String
  package let receipt: String
  package let body: String
  /// How often the queue has handed it out, this time included.
  package let receiveCount: Int
  /// What its sender put beside the body, in the words of the queue's API.
  package let attributes: JSONObject

  package init(
    id: String, receipt: String, body: String, receiveCount: Int = 1,
    attributes: JSONObject = [:]
  ) {
    self.id = id
    self.receipt = receipt
    self.body = body
    self.receiveCount = receiveCount
    self.attributes = attributes
  }
}
