/// Metrics in Prometheus's text format, written family by family.
package struct PrometheusText: Sendable {
  /// What a series is told apart by, in the order it is written.
  package typealias Labels = [(name: String, value: String)]

  private var lines: [String] = []

  /// What the format is called in an answer's head.
  package static let contentType = "text/plain; version=0.0.4; charset=utf-8"

  package init() {}

  /// The document so far.
  package var text: String { lines.joined(separator: "\n") + "\n" }

  /// Begins a family.
  package mutating func describe(_ name: String, _ type: String, _ help: String) {
    lines += ["# HELP \(name) \(help)", "# TYPE \(name) \(type)"]
  }

  /// Adds a series of the family begun last.
  package mutating func add(_ name: String, _ value: Int, _ labels: Labels = []) {
    lines.append("\(name)\(Self.text(labels)) \(value)")
  }

  /// Adds a series with a fraction, a time or a number of seconds, to the family begun last.
  package mutating func add(_ name: String, seconds value: Double, _ labels: Labels = []) {
    let text = value == value.rounded() && abs(value) < 1e15 ? "\(Int64(value))" : "\(value)"
    lines.append("\(name)\(Self.text(labels)) \(text)")
  }

  /// Adds a histogram's series, each bucket counting the ones before it too.
  package mutating func add(
    _ name: String, _ histogram: Histogram, _ labels: Labels = []
  ) {
    var sum = 0
    let bounds = histogram.bounds.map { "\($0)" } + ["+Inf"]
    for (bound, count) in zip(bounds, histogram.counts) {
      sum += count
      add("\(name)_bucket", sum, labels + [("le", bound)])
    }
    lines.append("\(name)_sum\(Self.text(labels)) \(histogram.seconds)")
    add("\(name)_count", sum, labels)
  }

  private static func text(_ labels: Labels) -> String {
    if labels.isEmpty { return "" }
    return "{" + labels.map { "\($0.name)=\"\(escaped($0.value))\"" }.joined(separator: ",") + "}"
  }

  private static func escaped(_ value: String) -> String {
    var text = ""
    for character in value {
      switch character {
      case "\\": text += "\\\\"
      case "\"": text += "\\\""
      case "\n", "\r\n": text += "\\n"
      default: text.append(character)
      }
    }
    return text
  }
}
