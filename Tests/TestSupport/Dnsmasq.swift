import Foundation

/// A name server nobody here wrote: dnsmasq, on a free port of 127.0.0.1 for as long as this is kept.
package final class Dnsmasq: Sendable {
  package let port: Int
  private let child: Child

  /// Starts the server with options such as `--txt-record=…`, or returns nil where it is not installed.
  ///
  /// It knows everything of the domain `com`, and refuses to say anything of others.
  package static func start(_ options: [String]) async -> Dnsmasq? {
    guard FileManager.default.isExecutableFile(atPath: "/usr/sbin/dnsmasq"),
      let child = Peer.start("dnsmasq_server.py", ["--local=/com/"] + options),
      let port = Int(await child.firstLine())
    else {
      Peer.isMissing("dnsmasq")
      return nil
    }
    return Dnsmasq(child, port: port)
  }

  private init(_ child: Child, port: Int) { (self.child, self.port) = (child, port) }

  deinit { child.finish() }

  /// The server as `GCSYNC_DNS` names it.
  package var place: String { "127.0.0.1:\(port)" }
}
