package import Diagnostics
package import JSON
package import World

/// A body on its way to a service, with its secrets in it: it can be sent and not printed.
package struct WireBody: Sendable {
  private let value: JSON

  init(_ value: JSON) {
    self.value = value
  }

  /// Calls the closure with the body, at the one place that sends it.
  package func reveal<Result>(_ use: (JSON) -> Result) -> Result {
    use(value)
  }
}

extension WireBody: CustomStringConvertible, CustomReflectable {
  package var description: String { "<body>" }
  package var customMirror: Mirror { Mirror(self, children: EmptyCollection()) }
}

/// One call that changes one object.
package struct Write: Sendable {
  package enum Action: String, Sendable { case create, update, delete }

  package let address: Address
  package let kind: Kind
  package let action: Action
  package let id: String?
  /// Nil for a delete.
  package let body: WireBody?
  /// The object as the plan saw it, for a call that names or places it by what it holds.
  package let before: JSON?
  /// What an update relies on; nil for every other call.
  package let expectation: Expectation?
  /// Whether it refers to objects that were created in the same run.
  package let followsCreation: Bool

  package init(
    address: Address, kind: Kind, action: Action, id: String?, body: WireBody?, before: JSON? = nil,
    expectation: Expectation? = nil, followsCreation: Bool = false
  ) {
    self.address = address
    self.kind = kind
    self.action = action
    self.id = id
    self.body = body
    self.before = before
    self.expectation = expectation
    self.followsCreation = followsCreation
  }

  /// Whether it changes one of these fields of the spec.
  package func changes(_ fields: [JSONPointer]) -> Bool {
    (expectation?.paths ?? []).contains { path in
      fields.contains { path.belowSpec.hasPrefix($0) || $0.hasPrefix(path.belowSpec) }
    }
  }
}

/// How one attempt at a request went, for the audit's figures.
package struct AttemptSample: Sendable, Hashable {
  /// Nil where no answer came.
  package let status: Int?
  package let latency: Duration

  package init(status: Int?, latency: Duration) {
    self.status = status
    self.latency = latency
  }
}

/// What a service answered to a write it accepted.
package struct WriteReceipt: Sendable {
  /// The id of the object written.
  package let id: String?
  package let attempts: [AttemptSample]
  package let latency: Duration
  package let correlation: String?
  /// The secrets that the service made up for a new object, by where they stood in its answer.
  package var generated: [JSONPointer: Secret] = [:]

  package init(
    id: String?, attempts: [AttemptSample], latency: Duration, correlation: String?
  ) {
    self.id = id
    self.attempts = attempts
    self.latency = latency
    self.correlation = correlation
  }
}

/// Why a write did not happen, or is not known to have.
package struct WriteFailure: Error {
  package enum Cause: String, Sendable { case permission, conflict, interrupted, other }

  package let cause: Cause
  package let problem: Diagnostic
  package let attempts: [AttemptSample]
  package let latency: Duration
  package let correlation: String?

  package init(
    _ cause: Cause, _ problem: Diagnostic, attempts: [AttemptSample] = [],
    latency: Duration = .zero, correlation: String? = nil
  ) {
    self.cause = cause
    self.problem = problem
    self.attempts = attempts
    self.latency = latency
    self.correlation = correlation
  }
}

/// What carries out writes, and reads collections back to see what became of them.
package protocol Writer: Sendable {
  func write(_ write: Write) async throws(WriteFailure) -> WriteReceipt
  /// Reads a collection; where the service has no list, the objects of these ids.
  func readBack(_ kind: Kind, ids: [String]) async -> ObservedCollection
}
