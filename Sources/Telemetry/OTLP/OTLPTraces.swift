package import JSON
package import World

/// A run as a trace, in OTLP's JSON.
package struct OTLPTraces: Sendable {
  private let resource: JSON
  private let version: String
  private let parent: TraceParent
  private let random: @Sendable () -> Double

  package init(
    resource: JSON, version: String, parent: TraceParent,
    random: @escaping @Sendable () -> Double
  ) {
    (self.resource, self.version, self.parent) = (resource, version, parent)
    self.random = random
  }

  /// Returns the document: a span of the command, below it its phases and the requests.
  package func document(
    of figures: RunFigures, _ spans: [Span], dropped: Int, endedAt end: Timestamp
  ) -> JSON {
    var attributes: [(name: String, value: Span.Value)] = [
      ("gcsync.command", .string(figures.command)),
      ("gcsync.environment", .string(figures.environment ?? "")),
    ]
    if let code = figures.exitCode { attributes.append(("gcsync.exit_code", .integer(code))) }
    if dropped > 0 { attributes.append(("gcsync.spans_dropped", .integer(dropped))) }
    let isFailure = figures.exitCode.map { $0 != 0 && $0 != 2 } ?? false
    let start = min(figures.began, spans.map(\.start).min() ?? figures.began)
    let root = Span(
      "gcsync \(figures.command)", .internal, from: start, to: max(end, start), attributes,
      failure: isFailure ? "exit \(figures.exitCode ?? 1)" : nil)
    let rootID = TraceParent.id(8, random)
    let phases = spans.filter { $0.kind == .internal }.map { ($0, TraceParent.id(8, random)) }
    var list = [json(root, id: rootID, parent: parent.parent)]
    list += phases.map { json($0.0, id: $0.1, parent: rootID) }
    list += spans.filter { $0.kind == .client }.map { span in
      let phase = phases.first { $0.0.start <= span.start && span.end <= $0.0.end }
      return json(span, id: TraceParent.id(8, random), parent: phase?.1 ?? rootID)
    }
    return [
      "resourceSpans": [
        [
          "resource": resource,
          "scopeSpans": [
            [
              "scope": ["name": "gcsync", "version": .string(version)], "spans": .array(list),
            ]
          ],
        ]
      ]
    ]
  }

  private func json(_ span: Span, id: String, parent: String?) -> JSON {
    var object: JSONObject = [
      "traceId": .string(self.parent.trace), "spanId": .string(id), "name": .string(span.name),
      "kind": .number(JSONNumber(span.kind.rawValue)),
      "startTimeUnixNano": .string(span.start.nanoseconds),
      "endTimeUnixNano": .string(span.end.nanoseconds),
      "attributes": .array(
        span.attributes.map { attribute in
          switch attribute.value {
          case .string(let text): otlpAttribute(attribute.name, text)
          case .integer(let number):
            // Whole numbers are texts in OTLP's JSON.
            ["key": .string(attribute.name), "value": ["intValue": .string(String(number))]]
          }
        }),
    ]
    if let parent { object["parentSpanId"] = .string(parent) }
    object["status"] = span.failure.map { ["code": 2, "message": .string($0)] } ?? [:]
    return .object(object)
  }
}

/// Returns a text attribute in OTLP's JSON.
func otlpAttribute(_ name: String, _ value: String) -> JSON {
  ["key": .string(name), "value": ["stringValue": .string(value)]]
}

extension Timestamp {
  /// Nanoseconds since 1970, as OTLP writes them.
  var nanoseconds: String { "\(milliseconds)000000" }
}
