internal import HTTP
package import World

/// Takes known secrets out of a text that a server wrote, which may repeat what it was sent.
package struct Redactor: Sendable {
  /// What is looked for, the longest first.
  private let needles: [[UInt8]]
  private static let shortest = 4
  private static let cover = [UInt8]("•••".utf8)

  package init(_ secrets: some Sequence<Secret> = []) {
    var found: Set<[UInt8]> = []
    for secret in secrets {
      secret.reveal { text in
        guard text.utf8.count >= Self.shortest else { return }
        found.insert(Array(text.utf8))
        found.insert(Array(URL.percentEncoded(segment: text).utf8))
      }
    }
    needles = found.sorted { $0.count > $1.count }
  }

  private init(needles: Set<[UInt8]>) {
    self.needles = needles.sorted { $0.count > $1.count }
  }

  /// Returns a redactor that covers these as well.
  func adding(_ secrets: [Secret]) -> Redactor {
    secrets.isEmpty
      ? self : Redactor(needles: Set(needles).union(Redactor(secrets).needles))
  }

  /// Returns the text with every secret covered, without control characters, at most `limit` long.
  package func redact(_ text: String, limit: Int = 300) -> String {
    // Cut before the search as well, but far behind the limit: the search is quadratic.
    var bytes = Array(text.utf8.prefix(64 << 10))
    for needle in needles { bytes = Self.cover(needle, in: bytes) }
    let calm = String(decoding: bytes, as: UTF8.self).unicodeScalars.map { scalar in
      scalar.properties.generalCategory == .control || scalar.properties.generalCategory == .format
        ? " " : Character(scalar)
    }
    return calm.count > limit ? String(calm.prefix(limit)) + "…" : String(calm)
  }

  private static func cover(_ needle: [UInt8], in text: [UInt8]) -> [UInt8] {
    guard let first = needle.first, text.count >= needle.count else { return text }
    var result: [UInt8] = []
    result.reserveCapacity(text.count)
    var position = 0
    while position < text.count {
      if text[position] == first, text[position...].starts(with: needle) {
        result += cover
        position += needle.count
      } else {
        result.append(text[position])
        position += 1
      }
    }
    return result
  }
}
