/// The hosts that credentials, and requests signed with them, may go to.
///
/// A project file can be edited in a pull request, so that it cannot widen this; only the machine's
/// environment can.
package struct AllowedHosts: Sendable {
  /// The environment variable that names further hosts, separated by commas.
  package static let variable = "GCSYNC_ALLOW_HOSTS"

  private let further: [String]

  package init(further: String? = nil) {
    self.further = (further ?? "").split { $0 == "," || $0 == " " }.map { $0.lowercased() }
  }

  private static let domains = [
    "mypurecloud.com", "mypurecloud.ie", "mypurecloud.de", "mypurecloud.jp", "mypurecloud.com.au",
    "pure.cloud", "us-gov-pure.cloud", "eusc-pure.cloud", "amazonaws.com", "amazonaws.com.cn",
    "amazonaws.eu",
  ]

  package func contains(_ host: String) -> Bool {
    isLoopback(host) || further.contains(host)
      || Self.domains.contains { host == $0 || host.hasSuffix(".\($0)") }
  }

  /// Returns why credentials must not go to a URL, or nil where they may.
  package func objection(to url: URL) -> String? {
    guard contains(url.host) else {
      return "credentials are not sent to \(url.host), which is no Genesys or AWS host; "
        + "\(Self.variable)=\(url.host) in the environment allows it"
    }
    guard url.scheme == "https" || isLoopback(url.host) else {
      return "credentials are not sent to \(url.origin) without https"
    }
    return nil
  }

  private func isLoopback(_ host: String) -> Bool {
    if host == "localhost" || host == "::1" { return true }
    guard host.utf8.starts(with: "127.".utf8) else { return false }
    // Asked for every request, so that it reads the bytes once and splits nothing.
    var (numbers, digits, value) = (2, 0, 0)
    for byte in host.utf8.dropFirst(4) {
      if byte == UInt8(ascii: ".") {
        guard digits > 0 else { return false }
        (numbers, digits, value) = (numbers + 1, 0, 0)
      } else {
        guard (48...57).contains(byte) else { return false }
        (digits, value) = (digits + 1, value * 10 + Int(byte - 48))
        guard value <= 255 else { return false }
      }
    }
    return numbers == 4 && digits > 0
  }
}
