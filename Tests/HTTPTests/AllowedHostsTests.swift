import HTTP
import Testing

@Suite struct AllowedHostsTests {
  @Test(arguments: [
    "https://api.mypurecloud.com", "https://login.mypurecloud.com", "https://api.mypurecloud.ie",
    "https://api.mypurecloud.de", "https://api.mypurecloud.jp", "https://api.mypurecloud.com.au",
    "https://api.usw2.pure.cloud", "https://api.use2.us-gov-pure.cloud",
    "https://api.cac1.pure.cloud", "https://api.edee1.eusc-pure.cloud",
    "https://sqs.us-east-1.amazonaws.com", "https://s3.cn-north-1.amazonaws.com.cn",
    "http://localhost:8080", "http://127.0.0.1:9000", "http://127.255.0.1", "http://[::1]:1",
    "https://API.MYPURECLOUD.COM",
  ])
  func `credentials go to Genesys, to AWS and to this machine`(text: String) throws {
    let url = try #require(URL(parsing: text))
    #expect(AllowedHosts().objection(to: url) == nil)
  }

  @Test(arguments: [
    "https://evil.com", "https://mypurecloud.com.evil.com", "https://notmypurecloud.com",
    "https://evilpure.cloud", "https://amazonaws.com.evil", "https://128.0.0.1",
    "https://127.0.0.1.evil.com", "https://127.1", "https://[::2]", "https://localhost.evil.com",
    "https://10.0.0.1", "https://[::ffff:10.0.0.1]", "https://127.0.0.256",
  ])
  func `credentials go nowhere else, and the message says how to allow it`(text: String) throws {
    let url = try #require(URL(parsing: text))
    let objection = try #require(AllowedHosts().objection(to: url))
    #expect(objection.contains(url.host))
    #expect(objection.contains("GCSYNC_ALLOW_HOSTS"))
  }

  @Test(arguments: ["http://api.mypurecloud.com", "http://sqs.us-east-1.amazonaws.com"])
  func `credentials go without https to this machine only`(text: String) throws {
    let url = try #require(URL(parsing: text))
    #expect(AllowedHosts().objection(to: url)?.contains("https") == true)
  }

  @Test func `the environment allows further hosts exactly as named`() throws {
    let hosts = AllowedHosts(further: "genesys.corp.example, Proxy.example,[::2]")
    #expect(hosts.contains("genesys.corp.example"))
    #expect(hosts.contains("proxy.example"))
    #expect(!hosts.contains("x.proxy.example"))
    #expect(!hosts.contains("example"))
    #expect(!hosts.contains(""))
  }
}
