package import HTTP

/// Where traces and metrics go, as the environment variables of OpenTelemetry say; nowhere by itself.
package struct OTLPSettings: Sendable {
  /// One of the two, with the fields that go into the head of its requests.
  package struct Target: Sendable {
    package let url: URL
    package let headers: [HTTPHeaders.Field]
  }

  package let traces: Target?
  package let metrics: Target?
  package let service: String
  /// What the environment says of where this runs.
  package let resource: [(name: String, value: String)]
  package let parent: TraceParent?
  package let timeout: Duration
  /// What of the variables cannot be used, in words.
  package private(set) var problems: [String] = []

  private static let longest = Duration.seconds(5)

  /// Reads the variables; nil where they name no place, or say that nothing is to be sent.
  package init?(_ environment: (String) -> String?) {
    func text(_ name: String) -> String? { environment(name).flatMap { $0.isEmpty ? nil : $0 } }
    let stem = "OTEL_EXPORTER_OTLP_"
    var problems: [String] = []
    func target(_ signal: String, _ path: String) -> Target? {
      guard text("OTEL_\(signal)_EXPORTER")?.lowercased() != "none" else { return nil }
      let own = "\(stem)\(signal)_ENDPOINT"
      guard let place = text(own) ?? text("\(stem)ENDPOINT") else { return nil }
      guard let url = URL(parsing: place) else {
        problems.append("\(text(own) == nil ? "\(stem)ENDPOINT" : own) is no URL")
        return nil
      }
      let fields = text("\(stem)\(signal)_HEADERS") ?? text("\(stem)HEADERS") ?? ""
      return Target(
        url: text(own) == nil ? url.appending(path: path) : url,
        headers: Self.pairs(fields).map { HTTPHeaders.Field(name: $0.name, value: $0.value) })
    }
    guard text("OTEL_SDK_DISABLED")?.lowercased() != "true" else { return nil }
    traces = target("TRACES", "/v1/traces")
    metrics = target("METRICS", "/v1/metrics")
    guard traces != nil || metrics != nil || !problems.isEmpty else { return nil }
    let attributes = Self.pairs(text("OTEL_RESOURCE_ATTRIBUTES") ?? "")
    service =
      text("OTEL_SERVICE_NAME") ?? attributes.first { $0.name == "service.name" }?.value
      ?? "gcsync"
    resource = attributes.filter { $0.name != "service.name" }
    parent = text("TRACEPARENT").flatMap(TraceParent.init)
    timeout =
      text("\(stem)TIMEOUT").flatMap { Int($0) }.map { .milliseconds(max(1, $0)) }
      .map { min($0, Self.longest) } ?? Self.longest
    self.problems = problems
  }

  /// Reads `name=value,name=value`, the values percent-encoded.
  private static func pairs(_ text: String) -> [(name: String, value: String)] {
    text.split(separator: ",").compactMap { pair in
      let halves = pair.split(separator: "=", maxSplits: 1).map { part in
        part.trimming { $0 == " " }
      }
      guard halves.count == 2, !halves[0].isEmpty,
        let bytes = halves[1].utf8.percentDecoded(),
        let value = String(validating: bytes, as: UTF8.self),
        !value.utf8.contains(where: { $0 < 32 || $0 == 127 })
      else { return nil }
      return (String(halves[0]), value)
    }
  }
}

extension Substring {
  fileprivate func trimming(_ isDropped: (Character) -> Bool) -> Substring {
    let start = drop(while: isDropped)
    guard let last = start.lastIndex(where: { !isDropped($0) }) else { return start }
    return start[...last]
  }
}
