package import JSON
package import World

/// A run's metrics, in OTLP's JSON.
package enum OTLPMetrics {
  /// Returns the document of families, counted since the run began.
  package static func document(
    _ families: [MetricFamily], labels: [(name: String, value: String)], resource: JSON,
    version: String, from start: Timestamp, to end: Timestamp
  ) -> JSON {
    let metrics = families.filter { !$0.samples.isEmpty }.map { family in
      metric(family, labels, start, end)
    }
    return [
      "resourceMetrics": [
        [
          "resource": resource,
          "scopeMetrics": [
            [
              "scope": ["name": "gcsync", "version": .string(version)],
              "metrics": .array(metrics),
            ]
          ],
        ]
      ]
    ]
  }

  private static func metric(
    _ family: MetricFamily, _ labels: [(name: String, value: String)], _ start: Timestamp,
    _ end: Timestamp
  ) -> JSON {
    let points = family.samples.map { sample -> JSON in
      [
        "attributes": .array((labels + sample.labels).map { otlpAttribute($0.name, $0.value) }),
        "startTimeUnixNano": .string(start.nanoseconds), "timeUnixNano": .string(end.nanoseconds),
        "asDouble": .number(JSONNumber(validated: sample.value.description)),
      ]
    }
    var object: JSONObject = [
      "name": .string(family.dottedName), "description": .string(family.help),
      "unit": .string(family.unit),
    ]
    switch family.kind {
    case .counter:
      // 2 is cumulative: each value counts from the start of the run.
      object["sum"] = [
        "dataPoints": .array(points), "aggregationTemporality": 2, "isMonotonic": true,
      ]
    case .gauge: object["gauge"] = ["dataPoints": .array(points)]
    }
    return .object(object)
  }
}
