package import Diagnostics
package import HTTP
package import World

/// The endpoints that take the place of AWS's own.
package struct AWSEndpoints: Sendable {
  private var common: URL?
  private var particular: [String: URL] = [:]

  /// One for all services, or none.
  package init(_ url: URL? = nil) {
    common = url
  }

  /// Takes the project's endpoint, else what `AWS_ENDPOINT_URL_SQS` and its like say of a service and
  /// `AWS_ENDPOINT_URL` of all others.
  package init(_ url: URL?, world: World) throws(DiagnosticsError) {
    func variable(_ name: String) throws(DiagnosticsError) -> URL? {
      guard let text = world.environment(name), !text.isEmpty else { return nil }
      guard let url = URL(parsing: text) else {
        throw DiagnosticsError(
          .error("invalid-url", "\(name) is no URL", hint: "write it as https://HOST or unset it"))
      }
      return url
    }
    self.init(url)
    guard url == nil,
      world.environment("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS")?.lowercased() != "true"
    else { return }
    common = try variable("AWS_ENDPOINT_URL")
    for service in AWSService.all {
      particular[service.id] = try variable("AWS_ENDPOINT_URL_\(service.id.uppercased())")
    }
  }

  /// Returns nil for AWS itself.
  package func url(of service: AWSService) -> URL? { particular[service.id] ?? common }
}
