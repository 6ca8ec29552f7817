internal import JSON
package import Reconciler
package import World

/// Who may write to an environment now.
package enum LeaseRendering {
  package static func rendered(
    _ lease: Lease?, environment: String, now: Timestamp, as format: Format, style: Style
  ) -> String {
    switch format {
    case .text: line(lease, environment, now, { $0.withoutControls }) + "\n"
    case .markdown: line(lease, environment, now, { Markdown.escaped($0.cut(to: 300)) }) + "\n"
    case .json: document(lease, environment, now).prettyText + "\n"
    }
  }

  private static func line(
    _ lease: Lease?, _ environment: String, _ now: Timestamp, _ escaped: (String) -> String
  ) -> String {
    guard let lease else { return "Nobody is writing to \(escaped(environment))." }
    let isOver = lease.isExpired(at: now)
    let end =
      isOver
      ? "and gave no sign of life until \(lease.expires.rfc3339); the next apply takes it over"
      : "until \(lease.expires.rfc3339)"
    return
      "\(escaped(environment)) \(isOver ? "was" : "is") held by \(escaped(lease.holder)) for the "
      + "run \(escaped(lease.run)) since \(lease.acquired.rfc3339) \(end)."
  }

  private static func document(_ lease: Lease?, _ environment: String, _ now: Timestamp) -> JSON {
    let leases: [JSON] =
      lease.map { lease in
        [
          [
            "environment": .string(environment), "run": .string(lease.run),
            "holder": .string(lease.holder), "acquired": .string(lease.acquired.rfc3339),
            "expires": .string(lease.expires.rfc3339), "expired": .bool(lease.isExpired(at: now)),
          ]
        ]
      } ?? []
    return ["format": "gcsync.leases/1", "leases": .array(leases)]
  }
}
