package import World

/// A piece of work that took some time.
package struct Span: Sendable {
  package enum Kind: Int, Sendable {
    case `internal` = 1
    case client = 3
  }

  package enum Value: Sendable, Hashable {
    case string(String)
    case integer(Int)
  }

  package let name: String
  package let kind: Kind
  package let start: Timestamp
  package let end: Timestamp
  package let attributes: [(name: String, value: Value)]
  /// Why it did not succeed.
  package let failure: String?

  init(
    _ name: String, _ kind: Kind, from start: Timestamp, to end: Timestamp,
    _ attributes: [(name: String, value: Value)] = [], failure: String? = nil
  ) {
    (self.name, self.kind, self.start, self.end) = (name, kind, start, end)
    (self.attributes, self.failure) = (attributes, failure)
  }

  /// Makes a span of an event that tells how long something took; nil for any other.
  ///
  /// A request is told by its method and the template of its path: no id, no query value and no body
  /// leaves the machine.
  init?(_ event: Event, endedAt end: Timestamp) {
    switch event.name {
    case "request":
      let (method, path) = (event.text("method") ?? "", event.text("path") ?? "")
      let status = event.integer("status")
      var attributes: [(name: String, value: Value)] = [
        ("http.request.method", .string(method)), ("url.template", .string(path)),
        ("http.request.resend_count", .integer((event.integer("attempt") ?? 1) - 1)),
      ]
      if let status { attributes.append(("http.response.status_code", .integer(status))) }
      let failure = event.text("failure") ?? status.flatMap { $0 >= 400 ? String($0) : nil }
      if let failure { attributes.append(("error.type", .string(failure))) }
      self.init(
        "\(method) \(path)", .client, from: event.beginning("latency_ms", end), to: end,
        attributes, failure: failure)
    case "phase_ended":
      self.init(
        event.text("phase") ?? "phase", .internal, from: event.beginning("duration_ms", end),
        to: end)
    default: return nil
    }
  }
}

extension Event {
  fileprivate func beginning(_ field: String, _ end: Timestamp) -> Timestamp {
    end.advanced(by: .zero - .microseconds(Int64((number(field) ?? 0) * 1000)))
  }
}
