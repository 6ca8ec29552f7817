internal import Crypto

/// The name of the one execution that an event gets.
///
/// It follows from the event's id alone, so that a second start of the same event is refused by
/// Step Functions itself. An id that cannot stand in a name is replaced by its SHA-256.
package struct ExecutionName: Sendable, Hashable {
  package let text: String

  /// How many characters Step Functions takes.
  package static let limit = 80

  package init(eventID: String, prefix: String = Self.prefix) {
    let isPlain = eventID.utf8.allSatisfy { byte in
      (48...57).contains(byte) || (97...122).contains(byte | 32)
        || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
    }
    let name = prefix + eventID
    text =
      isPlain && name.utf8.count <= Self.limit
      ? name : prefix + "sha256-" + SHA256.hash(eventID).hex
  }

  /// What every name begins with; with a whole SHA-256 behind it a name is just within the limit.
  package static let prefix = "gc-event-"
}
