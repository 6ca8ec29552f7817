import CommandLine
import Foundation
import JSON
import Sandbox
import Testing

/// What doctor finds in a project, an org and between them.
@Suite struct DoctorTests {
  private func states(_ outcome: TestProject.Outcome) -> [String: String] {
    (outcome.json["checks"]?.array ?? []).reduce(into: [:]) { states, check in
      states[check["name"]?.string ?? "?"] = check["state"]?.string
    }
  }

  private func check(_ outcome: TestProject.Outcome, _ name: String) -> JSON? {
    outcome.json["checks"]?.array?.first { $0["name"]?.string == name }
  }

  private func permissions(_ outcome: TestProject.Outcome, _ state: String) -> [String] {
    (outcome.json["permissions"]?.array ?? []).filter { $0["state"]?.string == state }
      .compactMap { $0["permission"]?.string }
  }

  @Test func `where all is well doctor says so, and writes nothing`() async throws {
    let project = try await TestProject()
    let doctor = await project.run("doctor", "--output", "json")
    #expect(doctor.code == .done, "\(doctor.out)")
    #expect(
      states(doctor) == [
        "project": "ok", "manifests": "warning", "credentials": "ok", "login host": "ok",
        "API host": "ok", "token": "ok", "clock": "ok", "rate limit": "ok",
        "permissions": "unknown", "state": "ok", "bucket of archive": "ok",
      ])
    #expect(check(doctor, "token")?["found"] == "client client gets a token for 86400 s")
    #expect(Set(permissions(doctor, "granted")) == ["recording:read", "webhook:read"])
    #expect(Set(permissions(doctor, "unknown")) == ["recording:write", "webhook:write"])
    #expect(doctor.json["role"] == .null)
    #expect(project.writes == 0)
    #expect(!FileManager.default.fileExists(atPath: project.path(".gcsync")))
    let text = await project.run("doctor")
    #expect(
      text.code == .done && text.out.contains("Doctor: 9 ok, 1 warning, 0 failed, 1 unknown"))
    for secret in TestProject.secrets.values where secret != "sandbox" {
      #expect(!(doctor.out + doctor.err + text.out + text.err).contains(secret))
    }
    try await project.end()
  }

  @Test func `a missing permission is named with its kind, and is exit 3`() async throws {
    let project = try await TestProject()
    try project.sandbox.mutate(["deny": ["webhook:read"]])
    let doctor = await project.run("doctor", "--output", "json")
    #expect(doctor.code == .authentication)
    #expect(doctor.json["exitCode"] == 3)
    #expect(permissions(doctor, "missing") == ["webhook:read"])
    let text = await project.run("doctor")
    #expect(
      text.out.contains("Permissions that are missing:\n  Webhook (declared): webhook:read\n"))
    try await project.end()
  }

  @Test func `a wrong secret is exit 3, and missing credentials are as well`() async throws {
    let project = try await TestProject()
    try project.sandbox.setFaults([
      "faults": [
        [
          "match": ["path": "/oauth/token"],
          "then": ["status": 401, "body": ["error": "invalid_client"]],
        ]
      ]
    ])
    let wrong = await project.run("doctor", "--output", "json")
    #expect(wrong.code == .authentication)
    #expect(check(wrong, "token")?["state"] == "failed")
    #expect(check(wrong, "token")?["found"]?.string?.contains("invalid_client") == true)
    #expect(check(wrong, "API host")?["state"] == "ok")
    #expect(check(wrong, "permissions")?["state"] == "unknown")
    let none = await project.run(
      "doctor", "--output", "json", environment: ["GENESYS_CLIENT_SECRET": ""])
    #expect(none.code == .authentication)
    #expect(check(none, "credentials")?["state"] == "failed")
    #expect(check(none, "bucket of archive")?["state"] == "ok")
    try await project.end()
  }

  @Test func `a clock that is off is a warning, and only strictly more than that`() async throws {
    let project = try await TestProject(
      """
      apiVersion: gcsync/v1
      kind: Webhook
      metadata: {name: hook}
      spec:
        targetUrl: https://example.com/in
        events: [a.updated]
        authentication: {type: hmac, secret: {secretRef: env:HOOK_KEY}}
      """)
    let late = await project.run("doctor", "--output", "json", "--now", "2020-01-01T00:00:00Z")
    #expect(late.code == .done)
    #expect(check(late, "clock")?["state"] == "warning")
    #expect(check(late, "clock")?["found"]?.string?.contains("behind the service's") == true)
    let strict = await project.run("doctor", "--strict", "--now", "2020-01-01T00:00:00Z")
    #expect(strict.code == .error)
    try await project.end()
  }

  @Test func `a host that is not there is exit 1, and nothing waits for it`() async throws {
    let project = try await TestProject()
    let text = try project.text(of: "gcsync.yaml")
    try project.write(
      text.replacing(project.sandbox.genesysURL, with: "http://127.0.0.1:1"), to: "gcsync.yaml")
    let doctor = await project.run("doctor", "--output", "json")
    #expect(doctor.code == .error)
    for name in ["login host", "API host"] { #expect(check(doctor, name)?["state"] == "failed") }
    for name in ["token", "clock", "rate limit", "permissions"] {
      #expect(check(doctor, name)?["state"] == "unknown")
    }
    #expect(check(doctor, "bucket of archive")?["state"] == "ok")
    #expect(doctor.json["requests"] != 0)
    try project.write(
      text.replacing(project.sandbox.genesysURL, with: "http://evil.example"), to: "gcsync.yaml")
    let evil = await project.run("doctor", "--output", "json")
    #expect(check(evil, "API host")?["found"]?.string?.contains("GCSYNC_ALLOW_HOSTS") == true)
    try await project.end()
  }

  @Test func `invalid manifests are exit 4, and the rest is looked at all the same`() async throws {
    let project = try await TestProject()
    try project.edit("retentionPeriodDays: 30", "retentionPeriodDays: often")
    let doctor = await project.run("doctor", "--output", "json")
    #expect(doctor.code == .invalid)
    #expect(check(doctor, "manifests")?["state"] == "failed")
    #expect(check(doctor, "manifests")?["found"]?.string?.contains("all.yaml:") == true)
    #expect(check(doctor, "token")?["state"] == "ok")
    try project.write("kind: Nothing", to: "gcsync.yaml")
    let broken = await project.run("doctor", "--output", "json")
    #expect(broken.code == .invalid)
    #expect(states(broken) == ["project": "failed"])
    try await project.end()
  }

  @Test func `a bucket that is gone is exit 1, and the state says what it remembers`() async throws
  {
    let project = try await TestProject()
    #expect(await project.run("apply", "--yes").code == .done)
    try project.sandbox.mutate(["op": "deleteBucket", "name": "recordings"])
    let doctor = await project.run("doctor", "--output", "json")
    #expect(doctor.code == .error)
    #expect(check(doctor, "bucket of archive")?["state"] == "failed")
    #expect(check(doctor, "state")?["found"] == "it opens and knows of 3 objects")
    try await project.end()
  }

  private static let queue = """
    apiVersion: gcsync/v1
    kind: Queue
    metadata: {name: Support}
    spec:
      queueFlow: {ref: {kind: Flow, name: Callback, external: true}}

    """

  @Test func `on the platform the client's own roles tell what it may do`() async throws {
    let project = try await PlatformOrg.project(
      Self.queue, client: [["roleId": "r-q", "divisionId": "d-1"]])
    func give(_ actions: JSON) throws {
      try project.sandbox.mutate(
        PlatformOrg.put(
          (
            "roles", "r-q",
            [
              "name": "Queues",
              "permissionPolicies": [
                ["domain": "routing", "entityName": "queue", "actionSet": actions],
                ["domain": "architect", "entityName": "*", "actionSet": ["view"]],
              ],
            ]
          )))
    }
    try give(["*"])
    let whole = await project.run("doctor", "--output", "json")
    #expect(whole.code == .done, "\(whole.out)")
    #expect(check(whole, "permissions")?["found"] == "all 5 are there")
    try give(["view", "add"])
    let partly = await project.run("doctor", "--output", "json")
    #expect(partly.code == .authentication)
    #expect(permissions(partly, "missing") == ["routing:queue:delete", "routing:queue:edit"])
    #expect(
      Set(permissions(partly, "granted"))
        == ["architect:flow:view", "routing:queue:view", "routing:queue:add"])
    #expect(project.sandbox.counts["GET /api/v2/routing/queues"] == nil, "the roles have told")
    try await project.end()
  }

  @Test(arguments: ["oauth:client:view", "authorization:role:view"])
  func `where the roles cannot be seen a page of each kind tells of reading`(
    hidden: String
  ) async throws {
    let project = try await PlatformOrg.project(
      Self.queue, client: [["roleId": "r-1", "divisionId": "d-1"]])
    try project.sandbox.mutate(["deny": [.string(hidden), "architect:flow:view"]])
    let doctor = await project.run("doctor", "--output", "json")
    #expect(doctor.code == .authentication)
    #expect(permissions(doctor, "granted") == ["routing:queue:view"])
    #expect(permissions(doctor, "missing") == ["architect:flow:view"])
    #expect(permissions(doctor, "unknown").count == 3)
    #expect(check(doctor, "rate limit")?["state"] == "ok")
    #expect(project.writes == 0)
    try await project.end()
  }

  @Test func `the role that is printed has what the manifests need, and makes doctor content`()
    async throws
  {
    let project = try await PlatformOrg.project(
      Self.queue, client: [["roleId": "r-new", "divisionId": "d-1"]])
    let role = await project.run("doctor", "--role")
    #expect(role.code == .done)
    #expect(project.sandbox.counts.isEmpty)
    #expect(
      role.json == [
        "name": "gcsync dev",
        "description": "What gcsync needs for the manifests of acme/contact-center in dev",
        "permissionPolicies": [
          ["domain": "architect", "entityName": "flow", "actionSet": ["view"]],
          ["domain": "audits", "entityName": "audit", "actionSet": ["view"]],
          [
            "domain": "routing", "entityName": "queue",
            "actionSet": ["add", "delete", "edit", "view"],
          ],
        ],
      ])
    try project.sandbox.mutate(PlatformOrg.put(("roles", "r-new", role.json)))
    let doctor = await project.run("doctor", "--output", "json")
    #expect(doctor.code == .done, "\(doctor.out)")
    #expect(doctor.json["role"] == role.json)
    let manifest: JSON = [
      "apiVersion": "gcsync/v1", "kind": "Role", "metadata": ["name": "gcsync dev"],
      "spec": role.json,
    ]
    try project.write(manifest.text, to: "manifests/role.json")
    #expect(await project.run("validate").code == .done)
    try await project.end()
  }

  @Test func `the guide's permissions fit into no role`() async throws {
    let project = try await TestProject()
    let role = await project.run("doctor", "--role")
    #expect(role.code == .error && role.err.contains("no-role"))
    try await project.end()
  }
}
