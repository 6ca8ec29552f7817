internal import JSON

/// As many messages as one call takes: ten, and a megabyte in all.
struct SQSBatch {
  private(set) var messages: [QueueMessage] = []
  private(set) var entries: [JSON] = []

  private static let sizeLimit = 1 << 20

  init(_ candidates: ArraySlice<QueueMessage>, _ entry: (QueueMessage) -> JSON) {
    var size = 0
    for message in candidates.prefix(WorkOptions.batch) {
      size += message.body.utf8.count + 4096
      guard messages.isEmpty || size <= Self.sizeLimit else { return }
      var entry = entry(message)
      entry["Id"] = .string(String(messages.count))
      entries.append(entry)
      messages.append(message)
    }
  }
}
