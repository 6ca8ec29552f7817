import JSON

/// What was asked of the sandbox: the last requests one by one, and all of them counted.
struct RequestLog: Sendable {
  struct Entry: Sendable {
    let method: String
    let path: String
    let queryNames: [String]
    /// The status answered; 0 where the connection was closed instead.
    let status: Int
    /// When it came, in milliseconds since the sandbox started.
    let offset: Int

    var json: JSON {
      [
        "method": .string(method), "path": .string(path),
        "query": .array(queryNames.map { .string($0) }), "status": .number(.init(status)),
        "offsetMs": .number(.init(offset)),
      ]
    }
  }

  private static let capacity = 100_000

  private(set) var entries: [Entry] = []
  private(set) var counts: [String: Int] = [:]

  mutating func add(_ entry: Entry, template: String) {
    counts["\(entry.method) \(template)", default: 0] += 1
    entries.append(entry)
    if entries.count > Self.capacity { entries.removeFirst(Self.capacity / 10) }
  }

  var countsJSON: JSON {
    .object(
      JSONObject(counts.sorted { $0.key < $1.key }.map { ($0.key, .number(.init($0.value))) }))
  }
}
