internal import Glibc

/// A name server: an address of IP and a port.
package struct NameServer: Sendable, Hashable {
  /// The address as the system's calls take it (`sockaddr_in` or `sockaddr_in6`).
  let socketAddress: [UInt8]
  let family: Int32

  /// Takes an address of IP; nil where the text is none.
  package init?(host: String, port: UInt16) {
    self.init(host, "\(port)", AI_NUMERICHOST)
  }

  /// Reads `HOST:PORT`, `[ADDRESS]:PORT` or a host alone; nil where there is no such host.
  package init?(parsing text: String) {
    let bracket = text.lastIndex(of: "]")
    let colon = text.lastIndex(of: ":").flatMap { colon in
      bracket.map { $0 < colon } ?? (text.firstIndex(of: ":") == colon) ? colon : nil
    }
    let port = colon.map { text[text.index(after: $0)...] } ?? "53"
    guard let number = UInt16(port), number > 0 else { return nil }
    var host = colon.map { text[..<$0] } ?? text[...]
    if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
    guard !host.isEmpty, !host.utf8.contains(0) else { return nil }
    self.init(String(host), String(number), 0)
  }

  /// Looks a host up.
  ///
  /// getaddrinfo(3)
  private init?(_ host: String, _ port: String, _ flags: Int32) {
    var hints = addrinfo()
    hints.ai_flags = flags | AI_NUMERICSERV
    hints.ai_socktype = Int32(SOCK_DGRAM.rawValue)
    var list: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(host, port, &hints, &list) == 0, let list else { return nil }
    defer { freeaddrinfo(list) }
    guard let address = list.pointee.ai_addr else { return nil }
    family = list.pointee.ai_family
    socketAddress = Array(
      UnsafeRawBufferPointer(start: address, count: Int(list.pointee.ai_addrlen)))
  }
}
