import CommandLine
import HTTP
import JSON
import Sandbox
import TestSupport
import Testing
import World

/// Secrets that AWS keeps, from the manifest to the org.
@Suite(.serialized) struct SecretStoreCommandTests {
  private static let manifests = """
    apiVersion: gcsync/v1
    kind: Webhook
    metadata: {name: hook}
    spec:
      targetUrl: https://example.com/in
      events: [a.updated]
      authentication: {type: hmac, secret: {secretRef: "aws-sm:team/hook#key"}}
    ---
    apiVersion: gcsync/v1
    kind: Webhook
    metadata: {name: other}
    spec:
      targetUrl: https://example.com/other
      events: [a.updated]
      authentication: {type: hmac, secret: {secretRef: "ssm:/team/other"}}

    """

  private func start() async throws -> (TestProject, Moto)? {
    guard let moto = await Moto.start() else {
      #expect(!Moto.isRequired, "moto is required, see scripts/peers.txt")
      return nil
    }
    let project = try await TestProject(Self.manifests)
    let text = String(decoding: try Files.read(project.path("gcsync.yaml")), as: UTF8.self)
    try project.write(text.replacing(project.sandbox.s3URL, with: moto.url), to: "gcsync.yaml")
    return (project, moto)
  }

  private func call(_ moto: Moto, _ target: String, _ body: JSON) async throws {
    let credential =
      "AWS4-HMAC-SHA256 Credential=AK/20260101/us-east-1/"
      + (target.hasPrefix("AmazonSSM") ? "ssm" : "secretsmanager") + "/aws4_request"
    let answer = await LoopbackClient(url: moto.url).send(
      "POST", "/", headers: ["X-Amz-Target": target, "Authorization": credential], body: body.bytes)
    #expect(answer?.status == 200)
  }

  @Test func `secrets in AWS are read by plan and apply, and their change is an update`()
    async throws
  {
    guard let (project, moto) = try await start() else { return }
    try await call(
      moto, "secretsmanager.CreateSecret",
      ["Name": "team/hook", "SecretString": #"{"key":"canary-one"}"#])
    let plan = await project.run("plan")
    #expect(plan.code == .changes)
    #expect(plan.out.contains("unresolved-secret"))
    #expect(
      plan.out.contains("there is no parameter /team/other in us-east-1")
    )
    let refused = await project.run("apply", "--yes")
    #expect(refused.code == .error)
    #expect(refused.err.contains("error[unresolved-secret]"))
    #expect(!project.sandbox.counts.keys.contains { $0.hasPrefix("PUT /api/v2/") })

    try await call(
      moto, "AmazonSSM.PutParameter",
      ["Name": "/team/other", "Value": "canary-two", "Type": "SecureString"])
    #expect(await project.run("apply", "--yes").code == .done)
    #expect(await project.run("plan").code == .done)
    try await call(
      moto, "secretsmanager.PutSecretValue",
      ["SecretId": "team/hook", "SecretString": #"{"key":"canary-three"}"#])
    let rotated = await project.run("plan")
    #expect(rotated.code == .changes && rotated.out.contains("Webhook/hook"))
    #expect(!rotated.out.contains("Webhook/other"))
    #expect(!(plan.out + plan.err + rotated.out + rotated.err).contains("canary"))
    withExtendedLifetime(moto) {}
    try await project.end()
  }

  @Test(arguments: ["validate", "render"])
  func `validate and render read no secret from AWS`(verb: String) async throws {
    let project = try await TestProject(Self.manifests)
    let text = String(decoding: try Files.read(project.path("gcsync.yaml")), as: UTF8.self)
    let sealed = "http://127.0.0.1:1"
    try project.write(text.replacing(project.sandbox.s3URL, with: sealed), to: "gcsync.yaml")
    let outcome = await project.run(verb)
    #expect(outcome.code == .done && !outcome.err.contains("unresolved-secret"))
    try await project.end()
  }
}
