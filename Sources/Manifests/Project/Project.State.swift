extension Project {
  /// Where a project's state is kept.
  package enum State: Sendable, Hashable {
    /// A folder, relative to the project's.
    case folder(String)
    case s3(bucket: String, prefix: String)

    /// Reads a folder or `s3://bucket/prefix`; nil where the text means a URL and is not that.
    init?(_ text: String) {
      let scheme = "s3://"
      guard text.hasPrefix(scheme) else {
        guard !text.contains("://"), !text.lowercased().hasPrefix("s3:") else { return nil }
        self = .folder(text)
        return
      }
      let parts = text.dropFirst(scheme.count).split(
        separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
      guard Self.isBucket(parts[0]) else { return nil }
      var segments =
        parts.count < 2
        ? []
        : parts[1].split(
          separator: "/", omittingEmptySubsequences: false)
      if segments.last == "" { segments.removeLast() }
      guard segments.allSatisfy(Self.isSegment) else { return nil }
      self = .s3(bucket: String(parts[0]), prefix: segments.joined(separator: "/"))
    }

    private static func isBucket(_ name: Substring) -> Bool {
      (3...63).contains(name.utf8.count) && name.first != "." && name.last != "."
        && name.utf8.allSatisfy { byte in
          (97...122).contains(byte) || (48...57).contains(byte) || byte == UInt8(ascii: "-")
            || byte == UInt8(ascii: ".")
        }
    }

    /// Whether a text can stand between the slashes of a prefix without meaning something else.
    private static func isSegment(_ text: Substring) -> Bool {
      !["", ".", ".."].contains(text)
        && text.utf8.allSatisfy { $0 > 32 && $0 != 127 && !Array("?#\\".utf8).contains($0) }
    }
  }
}
