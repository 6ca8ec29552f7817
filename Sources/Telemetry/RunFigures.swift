package import World

/// What a run has done, in numbers.
package struct RunFigures: Sendable {
  /// What requests are told apart by; the endpoint is a template, so that there are few.
  package struct Endpoint: Sendable, Hashable, Comparable {
    package let method: String
    package let template: String
    /// The status, or why there was no answer.
    package let outcome: String

    package static func < (lhs: Endpoint, rhs: Endpoint) -> Bool {
      (lhs.template, lhs.method, lhs.outcome) < (rhs.template, rhs.method, rhs.outcome)
    }
  }

  /// Objects of one kind that are in one state, or have moved in one direction.
  package struct Group: Sendable, Hashable, Comparable {
    package let kind: String
    package let state: String

    package init(kind: String, state: String) {
      (self.kind, self.state) = (kind, state)
    }

    package static func < (lhs: Group, rhs: Group) -> Bool {
      (lhs.kind, lhs.state) < (rhs.kind, rhs.state)
    }
  }

  /// Work on objects of one kind that ended alike.
  package struct Work: Sendable, Hashable, Comparable {
    package let kind: String
    package let action: String
    /// done, failed or skipped.
    package let outcome: String

    package static func < (lhs: Work, rhs: Work) -> Bool {
      (lhs.kind, lhs.action, lhs.outcome) < (rhs.kind, rhs.action, rhs.outcome)
    }
  }

  package let command: String
  package let started: Timestamp
  /// Nil where the command works on none.
  package var environment: String?
  package private(set) var requests: [Endpoint: (count: Int, seconds: Double)] = [:]
  package private(set) var retries = 0
  /// How long the services asked to wait because of their limits.
  package private(set) var limitedSeconds = 0.0
  package private(set) var events: [String: Int] = [:]
  /// What was done to objects, or not done.
  package private(set) var operations: [Work: Int] = [:]
  /// Nil until something was planned.
  package var objects: [Group: Int]?
  /// Nil until somebody looked for drift.
  package var drift: [Group: Int]?
  /// Whether what was seen last differs in a way that nobody has agreed to.
  package var hasMoved = false
  package var lastSuccess: Timestamp?
  /// When the look began that ended last, where a run has several.
  private var lookStarted: Timestamp?
  package private(set) var ended: Timestamp?
  package private(set) var exitCode: Int?

  package init(command: String, environment: String?, started: Timestamp) {
    (self.command, self.environment, self.started) = (command, environment, started)
  }

  /// When the run began, or its last look.
  package var began: Timestamp { lookStarted ?? started }

  mutating func beginLook(at now: Timestamp) { lookStarted = now }

  mutating func end(at now: Timestamp, exitCode: Int, isSuccess: Bool) {
    (ended, self.exitCode) = (now, exitCode)
    if isSuccess { lastSuccess = now }
  }

  mutating func take(_ event: Event) {
    switch event.name {
    case "request":
      let endpoint = Endpoint(
        method: event.text("method") ?? "", template: event.text("path") ?? "",
        outcome: event.integer("status").map(String.init) ?? event.text("failure") ?? "none")
      let seconds = (event.number("latency_ms") ?? 0) / 1000
      let former = requests[endpoint] ?? (0, 0)
      requests[endpoint] = (former.count + 1, former.seconds + seconds)
    case "retry_scheduled": retries += 1
    case "rate_limit_encountered": limitedSeconds += event.number("retry_after") ?? 0
    case "operation_failed": note(event, "failed")
    case "operation_skipped": note(event, "skipped")
    // The kind gives the event of a write its name, so that it is known by its fields.
    case _ where event.text("action") != nil && event.number("latency_ms") != nil:
      note(event, "done")
    default: break
    }
    if event.level == .warning || event.level == .error { events[event.name, default: 0] += 1 }
  }
}

extension RunFigures {
  private mutating func note(_ event: Event, _ outcome: String) {
    guard let address = event.text("address") else { return }
    let work = Work(
      kind: String(address.prefix { $0 != "/" }), action: event.text("action") ?? "",
      outcome: outcome)
    operations[work, default: 0] += 1
  }
}

extension Event {
  /// A field's text.
  func text(_ name: String) -> String? {
    if case .string(let text)? = value(name) { text } else { nil }
  }

  /// A field's whole number.
  func integer(_ name: String) -> Int? {
    if case .integer(let number)? = value(name) { number } else { nil }
  }

  /// A field's number.
  func number(_ name: String) -> Double? {
    switch value(name) {
    case .number(let number): number
    case .integer(let number): Double(number)
    default: nil
    }
  }

  private func value(_ name: String) -> Value? { fields.first { $0.name == name }?.value }
}
