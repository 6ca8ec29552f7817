internal import JSON

extension Checkup {
  /// Returns the check-up as a document of `gcsync.doctor/1`.
  func document(exitCode: Int32) -> JSON {
    let counts = State.allCases.map { ($0.rawValue, JSON.number(JSONNumber(count($0)))) }
    return [
      "format": "gcsync.doctor/1", "environment": environment.map(JSON.string) ?? .null,
      "profile": profile.map(JSON.string) ?? .null, "summary": .object(JSONObject(counts)),
      "checks": .array(rows.map(\.document)), "buckets": .array(tables.map(\.document)),
      "senders": .array(senders.map(\.document)),
      "permissions": .array(permissions.map(\.document)),
      "role": role ?? .null, "requests": .number(JSONNumber(requests)),
      "exitCode": .number(JSONNumber(Int(exitCode))),
    ]
  }
}

extension Checkup.Row {
  fileprivate var document: JSON {
    var object: JSONObject = [
      "name": .string(name), "state": .string(state.rawValue), "found": .string(found),
    ]
    remedy.map { object["remedy"] = .string($0) }
    if !details.isEmpty { object["details"] = .array(details.map(JSON.string)) }
    return .object(object)
  }
}

extension Checkup.Permission {
  fileprivate var document: JSON {
    [
      "kind": .string(kind), "because": .string(cause), "permission": .string(name),
      "for": .string(isRead ? "read" : "write"), "state": .string(state),
    ]
  }
}
