internal import Glibc
package import World

/// The name servers to ask, and how patiently.
package struct NameServers: Sendable, Hashable {
  package struct Policy: Sendable, Hashable {
    /// How long the first answer of a server is waited for; twice that each time round.
    package var timeout: Duration
    /// How often each server is asked.
    package var attempts: Int

    package init(timeout: Duration = .seconds(3), attempts: Int = 2) {
      (self.timeout, self.attempts) = (timeout, attempts)
    }
  }

  package var servers: [NameServer]
  package var policy: Policy
  /// Why there are none, as a part of a sentence.
  private(set) var absence = "there is no name server"

  package init(_ servers: [NameServer], policy: Policy = Policy()) {
    (self.servers, self.policy) = (servers, policy)
  }

  /// The variable that names one server in place of the system's.
  package static let variable = "GCSYNC_DNS"

  /// Returns the server of `GCSYNC_DNS`, else those of the system; none where the variable is wrong.
  package static func ofSystem(_ world: World) -> NameServers {
    if let text = world.environment(variable), !text.isEmpty {
      var servers = NameServers([NameServer(parsing: text)].compactMap(\.self))
      servers.absence = "\(variable) is no HOST:PORT that can be found"
      return servers
    }
    let bytes = (try? Files.read("/etc/resolv.conf", limit: 1 << 16)) ?? []
    return NameServers(resolvConf: String(decoding: bytes, as: UTF8.self))
  }

  /// Reads the text of resolv.conf(5), of which the first three servers count.
  package init(resolvConf text: String) {
    self.init([])
    for line in text.split(whereSeparator: \.isNewline) {
      let words = line.split(whereSeparator: \.isWhitespace)
      switch words.first {
      case "nameserver"? where words.count > 1 && servers.count < 3:
        if let server = NameServer(host: String(words[1]), port: 53) { servers.append(server) }
      case "options"?: words.dropFirst().forEach { take(option: $0) }
      default: break
      }
    }
    if servers.isEmpty { servers = [NameServer(host: "127.0.0.1", port: 53)].compactMap(\.self) }
  }

  private mutating func take(option: Substring) {
    let halves = option.split(separator: ":", maxSplits: 1)
    guard halves.count == 2, let number = Int(halves[1]) else { return }
    switch halves[0] {
    case "timeout": policy.timeout = .seconds(min(max(number, 1), 30))
    case "attempts": policy.attempts = min(max(number, 1), 5)
    default: break
    }
  }
}
