package import JSON
package import JSONPath

/// Where in an event a value stands, as in `$.detail.eventBody.conversationId`.
package struct EventPath: Sendable, Hashable {
  private let path: JSONPath

  package var text: String { path.text }

  /// Parses a JSONPath (RFC 9535), or says what is wrong with it.
  package init(_ text: String) throws(JSONPathError) {
    path = try JSONPath(text)
  }

  /// Takes the names of members, one below the other.
  init(names: String...) {
    let steps = names.map { ".\($0)" }.joined()
    guard let path = try? JSONPath("$\(steps)") else {
      preconditionFailure("the names of members make a path")
    }
    self.path = path
  }

  /// Returns the text of the first scalar there, nil where there is none.
  package func text(in event: JSON) -> String? {
    let values = try? path.values(in: event, limits: JSONPath.Limits(visits: 100_000))
    return (values ?? []).lazy.compactMap(Self.text(of:)).first
  }

  private static func text(of value: JSON) -> String? {
    switch value {
    case .string(let text): text.isEmpty ? nil : text
    case .number(let number): number.text
    case .bool(let value): value ? "true" : "false"
    case .null, .array, .object: nil
    }
  }
}
