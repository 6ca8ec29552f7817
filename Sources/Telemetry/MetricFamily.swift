internal import Server

/// One thing that is measured, with a value for each set of labels.
package struct MetricFamily: Sendable {
  package enum Kind: String, Sendable { case counter, gauge }

  package struct Sample: Sendable {
    package let labels: [(name: String, value: String)]
    package let value: Double

    init(_ value: Double, _ labels: [(name: String, value: String)] = []) {
      (self.labels, self.value) = (labels, value)
    }
  }

  /// The name in Prometheus.
  package let name: String
  package let kind: Kind
  package let help: String
  /// The unit as UCUM writes it; `1` for counts.
  package let unit: String
  package let samples: [Sample]

  init(
    _ name: String, _ kind: Kind, _ help: String, unit: String = "1", _ samples: [Sample]
  ) {
    (self.name, self.kind, self.help) = (name, kind, help)
    (self.unit, self.samples) = (unit, samples)
  }

  /// The name in OpenTelemetry, where units and totals are not part of it.
  package var dottedName: String {
    var words = name.split(separator: "_").map(String.init)
    if words.last == "total" { words.removeLast() }
    if unit != "1", words.last == "seconds" { words.removeLast() }
    return (words.first ?? "") + "." + words.dropFirst().joined(separator: "_")
  }
}

extension Sequence<MetricFamily> {
  /// The families in Prometheus's text format, each series with some labels more.
  package func prometheusText(_ common: [(name: String, value: String)]) -> String {
    var text = PrometheusText()
    for family in self where !family.samples.isEmpty {
      text.describe(family.name, family.kind.rawValue, family.help)
      for sample in family.samples {
        text.add(family.name, seconds: sample.value, common + sample.labels)
      }
    }
    return text.text
  }
}
