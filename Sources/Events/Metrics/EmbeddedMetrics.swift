internal import JSON
package import World

/// What one invocation of a Lambda function did, as a line that CloudWatch reads metrics from (EMF).
package struct EmbeddedMetrics: Sendable {
  /// The namespace the metrics are found under.
  package static let namespace = "gcsync/Events"

  private let role: String
  private var counts: [(name: String, count: Int)] = []

  package init(role: String) {
    self.role = role
  }

  /// Adds a count, which stands in the line even where it is 0, so that an alarm has data.
  package mutating func add(_ name: String, _ count: Int) {
    counts.append((name, count))
  }

  /// Returns the line.
  package func line(at time: Timestamp) -> String {
    var members: [(String, JSON)] = [
      (
        "_aws",
        [
          "Timestamp": .number(JSONNumber(Int(time.milliseconds))),
          "CloudWatchMetrics": [
            [
              "Namespace": .string(Self.namespace), "Dimensions": [["Role"]],
              "Metrics": .array(
                counts.map { ["Name": .string($0.name), "Unit": "Count"] }),
            ]
          ],
        ]
      ), ("Role", .string(role)),
    ]
    members += counts.map { ($0.name, .number(JSONNumber($0.count))) }
    return JSON.object(JSONObject(members)).text
  }
}
