package import JSON
internal import Mail
internal import World

extension SuppressionList {
  /// What the list is kept as, its entries in order.
  package var document: JSON {
    let entries = entries.values.sorted { $0.address < $1.address }.map { entry in
      var members: [(String, JSON)] = [("address", .string(entry.address.text))]
      if let suppression = entry.suppression {
        members.append(
          (
            "suppressed",
            [
              "kind": .string(suppression.kind.rawValue),
              "since": .string(suppression.since.rfc3339), "reason": .string(suppression.reason),
            ]
          ))
      }
      if !entry.failures.isEmpty {
        let failures = entry.failures.map { failure -> JSON in
          ["at": .string(failure.at.rfc3339), "key": .string(failure.key)]
        }
        members.append(("failures", .array(failures)))
      }
      return JSON.object(JSONObject(members))
    }
    return ["format": "gcsync.suppressions/1", "entries": .array(entries)]
  }

  /// Reads a list back; nil where anything in it is not as it was written, for then nobody knows to
  /// whom mail must not go.
  package init?(document: JSON) {
    guard document["format"]?.string == "gcsync.suppressions/1",
      let values = document["entries"]?.array
    else { return nil }
    var entries: [Entry] = []
    for value in values {
      guard let entry = Self.entry(value) else { return nil }
      entries.append(entry)
    }
    self.init(entries)
  }

  private static func entry(_ value: JSON) -> Entry? {
    guard let text = value["address"]?.string,
      let address = try? EmailAddress(parsing: text, .anywhere)
    else { return nil }
    var entry = Entry(address: address)
    for failure in value["failures"]?.array ?? [] {
      guard let at = failure["at"]?.string.flatMap({ Timestamp(rfc3339: $0) }),
        let key = failure["key"]?.string
      else { return nil }
      entry.failures.append(Failure(at: at, key: key))
    }
    guard let suppressed = value["suppressed"] else { return entry }
    guard let kind = suppressed["kind"]?.string.flatMap({ BounceReport.Kind(rawValue: $0) }),
      let since = suppressed["since"]?.string.flatMap({ Timestamp(rfc3339: $0) }),
      let reason = suppressed["reason"]?.string
    else { return nil }
    entry.suppression = Suppression(kind: kind, since: since, reason: reason)
    return entry
  }
}
