/// Why there are no rules of a time zone, and what to do about it.
package struct TimeZoneError: Error, Sendable, Hashable {
  package enum Kind: String, Sendable {
    /// The name is no name of a time zone.
    case name
    /// The machine's database has no such time zone.
    case unknown
    /// The machine has no database, or its files cannot be read.
    case unreadable
    /// The file is not what RFC 9636 says.
    case malformed
  }

  package let kind: Kind
  package let message: String
  package let remedy: String

  init(_ kind: Kind, _ message: String, remedy: String) {
    (self.kind, self.message, self.remedy) = (kind, message, remedy)
  }
}

extension TimeZoneError: CustomStringConvertible {
  package var description: String { "\(message); \(remedy)" }
}
