/// An action with all that its calls go by.
package struct ServedAction: Sendable {
  package let handler: any ActionHandling
  package var limits: CallLimits
  /// How it answers where it may be slow; nil lets every caller wait.
  package var asynchronous: AsynchronousReply?
  /// How failures are told, where the action has a way of its own.
  package var style: ReplyStyle?
  /// What callers may call it besides its name.
  package var aliases: [String]

  package init(
    _ handler: any ActionHandling, limits: CallLimits = CallLimits(),
    asynchronous: AsynchronousReply? = nil, style: ReplyStyle? = nil, aliases: [String] = []
  ) {
    (self.style, self.aliases) = (style, aliases)
    self.handler = handler
    self.limits = limits
    self.asynchronous = asynchronous
  }
}

/// What became of one call, for a log; nothing of what it was called with or gave.
package struct CallRecord: Sendable, Hashable {
  package let action: String
  package let requestID: String
  /// `success`, `pending`, the kind of a failure, `callback_delivered`, `callback_failed`, or
  /// `abandoned` for a run that the stop of the server ended.
  package let outcome: String
  package let duration: Duration
  /// What more there is to say about a failure.
  package let detail: String?

  init(
    action: String, requestID: String, outcome: String, duration: Duration, detail: String? = nil
  ) {
    self.action = action
    self.requestID = requestID
    self.outcome = outcome
    self.duration = duration
    self.detail = detail
  }
}
