/// The header fields that say where a request goes and how it travels, which are the transport's alone
/// to set.
enum TransportFields {
  private static let names: Set<String> = [
    "host", "content-length", "transfer-encoding", "connection", "keep-alive", "upgrade", "te",
    "trailer", "expect",
  ]

  /// Returns whether a field is one of them, however its name is written.
  static func contain(_ name: String) -> Bool {
    let name = name.lowercased()
    return names.contains(name) || name.hasPrefix("proxy-")
  }
}
