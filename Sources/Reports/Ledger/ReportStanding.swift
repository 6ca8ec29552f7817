internal import JSON
package import World

/// How far a report's schedule is handled, and how its runs went lately.
package struct ReportStanding: Sendable, Hashable {
  /// The last time of the schedule that was run, or told to be missed.
  package var handledThrough: Timestamp?
  /// How many runs in a row have failed.
  package var failures = 0
  /// Whether its owners were told, and not yet that it is over.
  package var isTold = false

  package init() {}
}

extension ReportStanding {
  private static let format = "gcsync.report-standing/1"

  var json: JSON {
    var object: JSONObject = [
      "format": .string(Self.format), "failures": .number(JSONNumber(failures)),
      "told": .bool(isTold),
    ]
    object["handledThrough"] = handledThrough.map { .string($0.rfc3339) }
    return .object(object)
  }

  init?(_ json: JSON) {
    guard json["format"]?.string == Self.format, let failures = json["failures"]?.int,
      let isTold = json["told"]?.bool
    else { return nil }
    (self.failures, self.isTold) = (failures, isTold)
    if let text = json["handledThrough"]?.string {
      guard let time = Timestamp(rfc3339: text) else { return nil }
      handledThrough = time
    }
  }
}
