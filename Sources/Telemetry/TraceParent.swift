internal import Crypto

/// The trace that a run is part of, as W3C Trace Context tells it in `TRACEPARENT`.
package struct TraceParent: Sendable, Hashable {
  /// 32 hexadecimal digits.
  package let trace: String
  /// 16 hexadecimal digits: the span that asked for this run; nil where this run begins the trace.
  package let parent: String?
  /// Whether whoever began the trace wants it kept.
  package let isSampled: Bool

  /// Parses `00-TRACE-SPAN-FLAGS`; nil for anything else, which is then as good as nothing.
  package init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
    guard parts.count >= 4, parts[0].count == 2, parts[0] != "ff", Self.isHex(parts[0]),
      parts[0] != "00" || parts.count == 4, Self.isID(parts[1], 32), Self.isID(parts[2], 16),
      parts[3].count == 2, Self.isHex(parts[3]), let flags = UInt8(parts[3], radix: 16)
    else { return nil }
    (trace, parent, isSampled) = (parts[1], parts[2], flags & 1 == 1)
  }

  /// Begins a trace.
  package init(random: () -> Double) {
    trace = Self.id(16, random)
    parent = nil
    isSampled = true
  }

  /// Makes an id of so many bytes.
  static func id(_ count: Int, _ random: () -> Double) -> String {
    let bytes = (0..<count).map { _ in UInt8(min(255, random() * 256)) }
    // All zeros would be no id.
    return bytes.allSatisfy { $0 == 0 } ? [UInt8](repeating: 1, count: count).hex : bytes.hex
  }

  private static func isID(_ text: String, _ count: Int) -> Bool {
    text.utf8.count == count && isHex(text) && text.contains { $0 != "0" }
  }

  private static func isHex(_ text: String) -> Bool {
    text.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
  }
}
