extension Markdown {
  /// Tells whether a code host may make a link, a mention or a picture of a word.
  static func isReference(_ word: String) -> Bool {
    let bytes = word.utf8.map { (0x41...0x5A).contains($0) ? $0 + 0x20 : $0 }
    guard bytes.contains(where: { $0.isDigit || "@:.#!&~%$".utf8.contains($0) }) else {
      return false
    }
    return bytes.contains(UInt8(ascii: "@")) || word.contains("://")
      || bytes.contains("www.".utf8) || hasShortcut(bytes) || hasEmojiCode(bytes)
      || hasCommit(bytes)
  }

  /// Whether it holds `#1`, `!1`, `GH-1` or another sign that stands for a thing of the code host.
  private static func hasShortcut(_ bytes: [UInt8]) -> Bool {
    for (sign, next) in zip(bytes, bytes.dropFirst()) {
      if "#!&".utf8.contains(sign), next.isDigit { return true }
      if "~%$".utf8.contains(sign), next.isWord || next == UInt8(ascii: "\"") { return true }
    }
    return bytes.starts(with: "gh-".utf8) && bytes.dropFirst(3).first?.isDigit == true
  }

  /// Whether it holds `:name:`.
  private static func hasEmojiCode(_ bytes: [UInt8]) -> Bool {
    let parts = bytes.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    return parts.dropFirst().dropLast().contains { part in
      !part.isEmpty
        && part.allSatisfy { $0.isWord || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") }
    }
  }

  /// Whether it holds what could be the hash of a commit.
  private static func hasCommit(_ bytes: [UInt8]) -> Bool {
    bytes.split { !$0.isWord }.contains { run in
      (7...40).contains(run.count) && run.allSatisfy(\.isHex) && run.contains(where: \.isDigit)
    }
  }
}

extension UInt8 {
  fileprivate var isDigit: Bool { (0x30...0x39).contains(self) }
  fileprivate var isHex: Bool { isDigit || (0x61...0x66).contains(self) }
  fileprivate var isWord: Bool {
    isDigit || (0x61...0x7A).contains(self) || self == UInt8(ascii: "_") || self > 0x7F
  }
}
