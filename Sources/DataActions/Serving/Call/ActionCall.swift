package import JSON

/// One call of an action: what it was called with, and until when an answer counts.
package struct ActionCall: Sendable {
  package let actionName: String
  /// The caller's own id of the call, or one made for it.
  package let requestID: String
  /// The variables the caller gave, an object.
  package let data: JSON
  package let deadline: ContinuousClock.Instant

  package init(
    actionName: String, requestID: String, data: JSON, deadline: ContinuousClock.Instant
  ) {
    self.actionName = actionName
    self.requestID = requestID
    self.data = data
    self.deadline = deadline
  }
}

/// What answers the calls of one action.
package protocol ActionHandling: Sendable {
  var name: String { get }
  /// Returns what the caller is told; a task that is cancelled may come back with anything.
  func answer(_ call: ActionCall) async -> ActionReply
}

/// Why a call is not passed on to its action.
package struct ActionRefusal: Error, Sendable, Hashable {
  package let kind: ActionReply.Kind
  package let text: String
  /// After how long the same call may be taken.
  package let retryAfter: Duration?

  package init(_ kind: ActionReply.Kind, _ text: String, retryAfter: Duration? = nil) {
    self.kind = kind
    self.text = text
    self.retryAfter = retryAfter
  }

  package var reply: ActionReply { .failure(text, kind) }
}
