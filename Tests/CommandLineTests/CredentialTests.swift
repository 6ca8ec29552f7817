import CommandLine
import Sandbox
import Testing

/// The variables under which other tools keep what leads to an org.
@Suite struct CredentialTests {
  /// What is to be set so that only the Terraform provider's variables are left.
  private static func only(_ variables: [String: String]) -> [String: String] {
    variables.merging(["GENESYS_CLIENT_ID": "", "GENESYS_CLIENT_SECRET": ""]) { ours, _ in ours }
  }

  @Test func `the credentials of the Terraform provider serve where there are no others`()
    async throws
  {
    let project = try await TestProject()
    let plan = await project.run(
      "plan",
      environment: Self.only([
        "GENESYSCLOUD_OAUTHCLIENT_ID": "terraform",
        "GENESYSCLOUD_OAUTHCLIENT_SECRET": "canary-terraform",
      ]))
    #expect(plan.code == .changes, "\(plan.err)")
    #expect(project.sandbox.counts["POST /oauth/token"] == 1)
    #expect(!(plan.out + plan.err).contains("canary-terraform"))
    #expect(await project.run("plan", environment: Self.only([:])).err.contains("no-credentials"))
    try await project.end()
  }

  @Test(arguments: ["GENESYS_ACCESS_TOKEN", "GENESYSCLOUD_ACCESS_TOKEN"])
  func `a token from outside serves as it is where there are no credentials`(
    variable: String
  ) async throws {
    let project = try await TestProject()
    let plan = await project.run(
      "plan", environment: Self.only([variable: "canary-outside-token"]))
    #expect(plan.code == .authentication)
    #expect(plan.out.contains("Genesys Cloud refuses the access token"))
    #expect(project.sandbox.counts["POST /oauth/token"] == nil)
    #expect(!(plan.out + plan.err).contains("canary-outside-token"))
    try await project.end()
  }

  @Test(
    arguments: [
      ("eu-west-1", false), ("mypurecloud.ie", false), ("us-east-1", true),
      ("mypurecloud.de", true),
    ])
  func `a region may be named by its domain or as AWS names it`(
    region: String, contradicts: Bool
  ) async throws {
    let project = try await TestProject()
    let text = try project.text(of: "gcsync.yaml")
    try project.write(
      text.replacing("profile: guide, ", with: "profile: guide, domain: mypurecloud.ie, "),
      to: "gcsync.yaml")
    let plan = await project.run("plan", environment: ["GENESYSCLOUD_REGION": region])
    #expect(plan.code == .changes)
    #expect(plan.err.contains("contradicting-variable") == contradicts)
    try await project.end()
  }

  @Test func `the Terraform provider's proxy carries the requests to Genesys, and only these`()
    async throws
  {
    let project = try await TestProject()
    let through = await project.run(
      "plan", "--verbose",
      environment: [
        "GENESYSCLOUD_PROXY_HOST": "127.0.0.1", "GENESYSCLOUD_PROXY_PORT": "1",
        "GENESYSCLOUD_PROXY_AUTH_USERNAME": "me",
        "GENESYSCLOUD_PROXY_AUTH_PASSWORD": "canary/proxy",
      ])
    #expect(through.code == .error)
    #expect(project.sandbox.counts.keys.allSatisfy { !$0.contains("/api/v2") })
    #expect(project.sandbox.counts.keys.contains { $0.contains("HEAD") }, "S3 is asked directly")
    #expect(!(through.out + through.err).contains("canary"))
    let wrong = await project.run(
      "plan",
      environment: ["GENESYSCLOUD_PROXY_HOST": "p", "GENESYSCLOUD_PROXY_PROTOCOL": "socks9"])
    #expect(wrong.code == .invalid && wrong.err.contains("invalid-proxy"))
    try await project.end()
  }
}
