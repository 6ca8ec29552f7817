internal import JSON

/// The reason that a message carries into the dead-letter queue, beside what its sender put there.
enum DeadLetterReason {
  /// The attribute that names the error, and the one that explains it.
  static let (name, text) = ("gcsync.error", "gcsync.reason")

  /// How many attributes a message can have.
  private static let limit = 10

  static func attributes(_ own: JSONObject, _ reason: EventError?) -> JSONObject {
    var attributes = JSONObject(
      without(own).members.prefix(limit - 2).map { ($0.key, $0.value) })
    guard let reason else { return attributes }
    attributes[name] = attribute(reason.name.rawValue)
    attributes[text] = attribute(String(reason.message.prefix(1000)))
    return attributes
  }

  /// Returns what the sender put there.
  static func without(_ attributes: JSONObject) -> JSONObject {
    JSONObject(
      attributes.members.filter { $0.key != name && $0.key != text }.map { ($0.key, $0.value) })
  }

  private static func attribute(_ text: String) -> JSON {
    ["DataType": "String", "StringValue": .string(text)]
  }
}
