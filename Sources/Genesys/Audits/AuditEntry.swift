internal import JSON
internal import World

/// One change as an audit trail tells it.
struct AuditEntry {
  /// The id of the object that was changed.
  let object: String
  let action: String
  let change: AuditReader.Change
  /// The names of the properties that were changed, in steps; empty where the trail does not say.
  let properties: [[String]]
  private let client: String?

  /// Reads an entry; nil where it changed nothing.
  init?(_ entry: JSON) {
    guard let object = entry["entity"]?["id"]?.string,
      let at = entry["eventDate"]?.string.flatMap(Timestamp.init(rfc3339:)),
      entry["status"]?.string != "FAILURE",
      !["View", "Read", "Download", "Execute", "Export"].contains(entry["action"]?.string)
    else { return nil }
    func text(_ json: JSON?) -> String? { json?.string.flatMap { $0.isEmpty ? nil : $0 } }
    self.object = object
    action = entry["action"]?.string ?? ""
    client = text(entry["client"]?["id"])
    let by =
      text(entry["user"]?["name"]) ?? client.map { "OAuth client \($0)" }
      ?? text(entry["user"]?["id"])
    change = AuditReader.Change(by: by ?? "Genesys Cloud", at: at)
    properties = (entry["propertyChanges"]?.array ?? []).compactMap { change in
      text(change["property"]).map(AuditInterest.steps)
    }
  }

  /// Whether an OAuth client did it.
  func isOf(client id: String?) -> Bool {
    guard let id, let client else { return false }
    return id.lowercased() == client.lowercased()
  }
}
