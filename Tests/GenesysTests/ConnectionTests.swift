import Diagnostics
import Genesys
import HTTP
import JSON
import Reconciler
import Testing

struct ConnectionTests {
  @Test(
    arguments: [
      ("mypurecloud.ie", nil, nil, "https://api.mypurecloud.ie/", "https://login.mypurecloud.ie/"),
      (
        "mypurecloud.ie", "http://127.0.0.1:80", nil, "http://127.0.0.1/", "http://127.0.0.1/"
      ),
      (nil, "http://127.0.0.1:8080", nil, "http://127.0.0.1:8080/", "http://127.0.0.1:8080/"),
      (
        nil, "https://a.example/x", "https://l.example", "https://a.example/x", "https://l.example/"
      ),
      (
        "usw2.pure.cloud", nil, "https://l.example", "https://api.usw2.pure.cloud/",
        "https://l.example/"
      ),
    ] as [(String?, String?, String?, String, String)])
  func `the hosts follow from the domain or are given`(
    domain: String?, api: String?, login: String?, expectedAPI: String, expectedLogin: String
  ) throws {
    let connection = try GenesysConnection(
      profile: .guide, domain: domain, apiURL: api, loginURL: login)
    #expect(connection.apiURL.text == expectedAPI)
    #expect(connection.loginURL.text == expectedLogin)
    #expect(connection.tokenURL.path == "/oauth/token")
  }

  @Test(
    arguments: [
      ("us-east-1", nil, "region-as-domain", "mypurecloud.com"),
      ("us-west-2", nil, "region-as-domain", "usw2.pure.cloud"),
      ("xx-north-9", nil, "region-as-domain", "no Genesys Cloud region"),
      ("api.mypurecloud.de", nil, "invalid-domain", "write mypurecloud.de"),
      ("evil.example/x", nil, "invalid-domain", "without https"),
      (nil, "ftp://x", "invalid-url", "https://"), (nil, nil, "missing-connection", "domain"),
    ] as [(String?, String?, String, String)])
  func `a wrong place is refused with the right one`(
    domain: String?, api: String?, code: String, words: String
  ) throws {
    let error = try #require(throws: DiagnosticsError.self) {
      try GenesysConnection(profile: .guide, domain: domain, apiURL: api, loginURL: nil)
    }
    #expect(error.diagnostics.first?.code == code)
    #expect(error.diagnostics.first?.hint?.contains(words) == true)
  }
}

struct RoutingStateTests {
  private static let target = Address(kind: "StorageTarget", name: "t")
  private static let policy = Address(kind: "RecordingPolicy", name: "p")

  @Test(
    arguments: [
      (true, true, "id-1", [], .active), (true, true, "id-1", ["t"], .degraded),
      (true, true, "id-1", ["p"], .degraded), (true, true, "id-1", ["other"], .active),
      (false, true, "id-1", [], .inactive), (true, false, "id-1", [], .inactive),
      (true, true, nil, [], .inactive), (true, true, "elsewhere", [], .active),
      (true, false, "elsewhere", ["t"], .active),
    ] as [(Bool, Bool, String?, [String], AuditReport.RoutingState)])
  func `recordings flow where an enabled policy leads to an enabled target`(
    policyOn: Bool, targetOn: Bool, id: String?, failed: [String],
    expected: AuditReport.RoutingState
  ) {
    let objects = [
      RoutedObject(address: Self.target, id: "id-1", spec: ["enabled": .bool(targetOn)]),
      RoutedObject(
        address: Self.policy, id: "id-2",
        spec: ["enabled": .bool(policyOn), "storageTargetId": id.map(JSON.string) ?? .null]),
    ]
    let addresses = Set([Self.target, Self.policy].filter { failed.contains($0.name) })
    #expect(AuditReport.RoutingState.derived(from: objects, failed: addresses) == expected)
  }

  @Test(
    arguments: [
      ["ref": ["kind": "StorageTarget", "name": "t"]], ["afterApply": "StorageTarget/t"],
    ] as [JSON])
  func `a policy may point by name`(reference: JSON) {
    let off = RoutedObject(address: Self.target, id: nil, spec: ["enabled": false])
    let policy = RoutedObject(
      address: Self.policy, id: nil, spec: ["storageTargetId": reference])
    #expect(AuditReport.RoutingState.derived(from: [off, policy], failed: []) == .inactive)
    let on = RoutedObject(address: Self.target, id: nil, spec: [:])
    #expect(AuditReport.RoutingState.derived(from: [on, policy], failed: []) == .active)
  }
}

/// The regions as the service lists them, which the table in the sources must agree with.
struct RegionTests {
  static let regions = [
    ("us-east-1", "mypurecloud.com"), ("us-west-2", "usw2.pure.cloud"),
    ("us-east-2", "use2.us-gov-pure.cloud"), ("ca-central-1", "cac1.pure.cloud"),
    ("eu-west-1", "mypurecloud.ie"), ("eu-west-2", "euw2.pure.cloud"),
    ("eu-central-1", "mypurecloud.de"), ("eu-central-2", "euc2.pure.cloud"),
    ("ap-southeast-2", "mypurecloud.com.au"), ("ap-southeast-1", "apse1.pure.cloud"),
    ("ap-northeast-1", "mypurecloud.jp"), ("ap-northeast-2", "apne2.pure.cloud"),
    ("ap-northeast-3", "apne3.pure.cloud"), ("ap-south-1", "aps1.pure.cloud"),
    ("sa-east-1", "sae1.pure.cloud"), ("me-central-1", "mec1.pure.cloud"),
    ("mx-central-1", "mxc1.pure.cloud"), ("eusc-de-east-1", "edee1.eusc-pure.cloud"),
  ]

  @Test(arguments: regions)
  func `an org is found by its domain and by the name of its AWS region`(
    region: String, domain: String
  ) throws {
    #expect(GenesysRegion.domain(region) == domain)
    #expect(GenesysRegion.domain(domain) == domain)
    for text in [region, domain] {
      let connection = try GenesysConnection(
        profile: .platform, domain: GenesysRegion.domain(text), apiURL: nil, loginURL: nil)
      #expect(connection.apiURL.text == "https://api.\(domain)/")
      #expect(connection.tokenURL.text == "https://login.\(domain)/oauth/token")
      #expect(AllowedHosts().objection(to: connection.apiURL) == nil)
      #expect(AllowedHosts().objection(to: connection.tokenURL) == nil)
    }
  }

  @Test func `there are eighteen of them, and anything else is taken for a domain`() {
    #expect(Set(Self.regions.map(\.1)).count == 18)
    #expect(GenesysRegion.domain("example.org") == "example.org")
  }
}
