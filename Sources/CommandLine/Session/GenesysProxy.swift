internal import Curl
internal import Diagnostics
internal import HTTP
internal import World

/// The proxy to Genesys Cloud that the Terraform provider's variables name.
///
/// Without them `https_proxy` and its kin say how every service is reached.
enum GenesysProxy {
  private static let prefix = "GENESYSCLOUD_PROXY_"

  /// Returns what carries requests to Genesys, or nil where no variable names a proxy.
  static func transport(_ world: World) throws(CommandFailure) -> CurlTransport? {
    guard let url = try url(world) else { return nil }
    var configuration = Connection.curl(world)
    configuration.proxy = .url(url)
    return CurlTransport(configuration)
  }

  private static func url(_ world: World) throws(CommandFailure) -> String? {
    func value(_ name: String) -> String? {
      world.environment(prefix + name).flatMap { $0.isEmpty ? nil : $0 }
    }
    guard let host = value("HOST") else { return nil }
    let scheme = value("PROTOCOL")?.lowercased() ?? "http"
    let place = host + (value("PORT").map { ":\($0)" } ?? "")
    guard URL(parsing: "\(scheme)://\(place)") != nil else {
      throw CommandFailure(
        .invalid,
        .error(
          "invalid-proxy", "the \(prefix) variables name no http or https proxy",
          hint: "set \(prefix)PROTOCOL to http or https, \(prefix)HOST to a host's name and "
            + "\(prefix)PORT to a number"))
    }
    return "\(scheme)://\(credentials(value("AUTH_USERNAME"), value("AUTH_PASSWORD")))\(place)"
  }

  private static func credentials(_ name: String?, _ password: String?) -> String {
    guard let name else { return "" }
    let secret = password.map { ":" + URL.percentEncoded(segment: $0) } ?? ""
    return URL.percentEncoded(segment: name) + secret + "@"
  }
}
