package import JSON
package import World

/// One access to an object, as the audit keeps it: never a token, never a value of a row.
package struct AccessEntry: Sendable, Hashable {
  package enum Status: String, Sendable { case success, failed }

  package var time: Timestamp
  /// Who asked, in the words of whoever let them in.
  package var actor: String
  package var action: String
  package var bucket: String
  package var key: String
  /// The state of the object that was read.
  package var tag: String?
  package var status: Status
  /// How many bytes S3 sent, and how many rows they were.
  package var bytes: Int
  package var rows: Int
  package var requests: Int
  package var duration: Duration
  package var error: String
  package var source: String

  package init(
    time: Timestamp, actor: String, action: String, bucket: String, key: String, tag: String?,
    status: Status, bytes: Int, rows: Int, requests: Int, duration: Duration, error: String,
    source: String
  ) {
    self.time = time
    self.actor = actor
    self.action = action
    self.bucket = bucket
    self.key = key
    self.tag = tag
    self.status = status
    self.bytes = bytes
    self.rows = rows
    self.requests = requests
    self.duration = duration
    self.error = error
    self.source = source
  }

  /// The entry under the names of the audit.
  package var json: JSON {
    var object: JSONObject = [
      "timestamp": .string(time.rfc3339), "actor": .string(actor), "action": .string(action),
      "bucket": .string(bucket), "key": .string(key), "status": .string(status.rawValue),
      "bytes_transferred": .number(JSONNumber(bytes)), "rows": .number(JSONNumber(rows)),
      "requests": .number(JSONNumber(requests)), "duration_ms": .number(duration.hundredths),
      "error_message": .string(error), "source": .string(source),
      "compliance_tag": "S3-ACCESS-AUDIT",
    ]
    if let tag { object["etag"] = .string(tag) }
    return .object(object)
  }

  /// The entry as a line of JSON.
  package var line: [UInt8] { json.bytes + [10] }
}

extension Duration {
  /// The milliseconds with two digits behind the point.
  var hundredths: JSONNumber {
    let (seconds, attoseconds) = components
    let units = Int128(seconds) * 100_000 + Int128(attoseconds / 10_000_000_000_000)
    return JSONNumber(validated: ExactDecimal(units: units, scale: 2).text)
  }
}
