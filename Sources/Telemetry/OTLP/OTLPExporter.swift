package import HTTP
internal import JSON
package import World

/// Sends what a run has done to the collector that the environment names, once and not for long.
package struct OTLPExporter: Sendable {
  private let settings: OTLPSettings
  private let transport: any Transport
  private let version: String
  private let random: @Sendable () -> Double

  package init(
    _ settings: OTLPSettings, through transport: any Transport, version: String,
    random: @escaping @Sendable () -> Double
  ) {
    (self.settings, self.transport, self.version) = (settings, transport, version)
    self.random = random
  }

  /// Sends traces and metrics, and returns what went wrong, in words without a header or a body.
  package func send(_ recorder: RunRecorder, at now: Timestamp) async -> [String] {
    let figures = recorder.figures
    let (spans, dropped) = recorder.takeSpans()
    var problems = settings.problems
    let trace = settings.parent ?? TraceParent(random: random)
    if let target = settings.traces, trace.isSampled {
      let document = OTLPTraces(
        resource: resource, version: version, parent: trace, random: random
      ).document(of: figures, spans, dropped: dropped, endedAt: now)
      if let problem = await post(document, to: target) { problems.append("traces: \(problem)") }
    }
    if let target = settings.metrics {
      let document = OTLPMetrics.document(
        figures.families(version: version), labels: figures.labels, resource: resource,
        version: version, from: figures.started, to: now)
      if let problem = await post(document, to: target) { problems.append("metrics: \(problem)") }
    }
    return problems
  }

  private var resource: JSON {
    let own = [("service.name", settings.service), ("service.version", version)]
    return [
      "attributes": .array((own + settings.resource).map { otlpAttribute($0.0, $0.1) })
    ]
  }

  private func post(_ document: JSON, to target: OTLPSettings.Target) async -> String? {
    var headers: HTTPHeaders = ["Content-Type": "application/json"]
    for field in target.headers { headers.add(field.name, field.value) }
    let request = HTTPRequest(
      .post, target.url, headers: headers, body: document.bytes, template: "/otlp",
      timeout: settings.timeout, responseLimit: 64 << 10)
    switch await transport.finish(request) {
    case .success(let response) where response.isSuccess: return nil
    case .success(let response):
      return "\(target.url.authority) answered \(response.status)"
    case .failure(let error): return "\(target.url.authority): \(error.detail)"
    }
  }
}
