/// A name of the domain name system in lower case, without the dot of the root.
package struct DNSName: Sendable, Hashable {
  /// The labels as bytes; none for the root.
  let labels: [[UInt8]]

  /// Takes labels as an answer has them; nil where they do not make a name.
  init?(labels: [[UInt8]]) {
    let length = labels.reduce(1) { $0 + $1.count + 1 }
    guard length <= 255, labels.allSatisfy({ (1...63).contains($0.count) }) else { return nil }
    self.labels = labels.map { $0.map(lowered) }
  }

  /// Reads a name such as `example.com`, with a dot at its end or without; nil where it is none.
  package init?(_ text: some StringProtocol) {
    let text = text.hasSuffix(".") ? text.dropLast() : text[...]
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard text.utf8.allSatisfy({ $0 > 32 && $0 < 127 }) else { return nil }
    self.init(labels: text.isEmpty ? [] : parts.map { Array($0.utf8) })
  }

  package var isRoot: Bool { labels.isEmpty }

  /// The name one label shorter; nil for the root.
  package var parent: DNSName? { isRoot ? nil : DNSName(labels: Array(labels.dropFirst())) }

  package var labelCount: Int { labels.count }

  /// Returns the name below this one, as `_dmarc` of `example.com`; nil where it would be too long.
  package func below(_ prefix: String) -> DNSName? {
    DNSName(prefix).flatMap { DNSName(labels: $0.labels + labels) }
  }
}

extension DNSName: CustomStringConvertible {
  /// The name as a person writes it; bytes that are no print are shown as `\ddd`.
  package var description: String {
    isRoot
      ? "."
      : labels.map { label in
        label.map { byte in
          byte > 32 && byte < 127 && byte != UInt8(ascii: ".")
            ? String(UnicodeScalar(byte)) : "\\\(byte)"
        }.joined()
      }.joined(separator: ".")
  }
}

private func lowered(_ byte: UInt8) -> UInt8 { (65...90).contains(byte) ? byte | 32 : byte }
