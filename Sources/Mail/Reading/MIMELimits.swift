/// How much of a message is looked at; what lies beyond is left unread, never an error of its own.
package struct MIMELimits: Sendable, Hashable {
  /// How long a message may be; a longer one is read up to here.
  package var bytes: Int
  /// How deep parts may stand inside each other.
  package var depth: Int
  /// How many parts there may be in all.
  package var parts: Int
  /// How many header fields one part may have.
  package var fields: Int
  /// How many bytes of a part are decoded.
  package var decoded: Int

  package init(
    bytes: Int = 32 << 20, depth: Int = 8, parts: Int = 256, fields: Int = 500,
    decoded: Int = 1 << 20
  ) {
    self.bytes = bytes
    self.depth = depth
    self.parts = parts
    self.fields = fields
    self.decoded = decoded
  }
}
