package import Diagnostics
package import HTTP
package import Reconciler

/// Which org is spoken to, where, and in which API.
package struct GenesysConnection: Sendable {
  package let profile: Profile
  /// Where the API is, without `/api/v2`.
  package let apiURL: URL
  /// Where tokens come from, without `/oauth/token`.
  package let loginURL: URL

  /// Makes a connection from what the project says; the API's URL alone serves both purposes.
  package init(
    profile: Profile, domain: String?, apiURL: String?, loginURL: String?
  ) throws(DiagnosticsError) {
    self.profile = profile
    let domain = domain.map(Self.trimmed)
    if let domain { try Self.check(domain) }
    guard let api = apiURL ?? domain.map({ "https://api.\($0)" }) else {
      throw DiagnosticsError(
        .error(
          "missing-connection", "the Genesys connection has neither a domain nor an apiURL",
          hint: "write `domain: mypurecloud.com` or the domain of your region"))
    }
    // A domain's login host must not get credentials meant for another API.
    let login = loginURL ?? apiURL ?? domain.map { "https://login.\($0)" } ?? api
    self.apiURL = try Self.url(api, "apiURL")
    self.loginURL = try Self.url(login, "loginURL")
  }

  /// Where `POST` gets a token.
  package var tokenURL: URL { loginURL.appending(path: "/oauth/token") }

  private static func trimmed(_ domain: String) -> String {
    var domain = domain.lowercased()
    while domain.hasSuffix(".") { domain.removeLast() }
    return domain
  }

  private static func check(_ domain: String) throws(DiagnosticsError) {
    if GenesysRegion.isRegionName(domain) {
      let right = GenesysRegion.domains[domain]
      throw DiagnosticsError(
        .error(
          "region-as-domain", "\(domain) is an AWS region and no Genesys Cloud domain",
          hint: right.map { "the domain of \(domain) is \($0)" }
            ?? "no Genesys Cloud region of that name is known; the org's address shows its domain"))
    }
    guard !domain.isEmpty, domain.contains("."), domain.utf8.allSatisfy(isHostByte) else {
      throw DiagnosticsError(
        .error(
          "invalid-domain", "the Genesys domain is no host name",
          hint: "write it as in mypurecloud.com, without https:// and without api."))
    }
    if let service = ["api.", "login.", "apps."].first(where: { domain.hasPrefix($0) }) {
      throw DiagnosticsError(
        .error(
          "invalid-domain", "the Genesys domain begins with \(service)",
          hint: "write \(domain.dropFirst(service.utf8.count))"))
    }
  }

  private static func isHostByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 48...57, 97...122, UInt8(ascii: "-"), UInt8(ascii: "."): true
    default: false
    }
  }

  private static func url(_ text: String, _ field: String) throws(DiagnosticsError) -> URL {
    guard let url = URL(parsing: text), url.query.isEmpty else {
      throw DiagnosticsError(
        .error(
          "invalid-url", "the \(field) of the Genesys connection is no http or https URL",
          hint: "write it as in https://api.mypurecloud.com"))
    }
    return url
  }
}
