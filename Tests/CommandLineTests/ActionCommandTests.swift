import CommandLine
import Foundation
import HTTP
import JSON
import Reconciler
import Sandbox
import Server
import Testing

/// `gcsync action test`: tests of manifests, one run with a real upstream, made-up inputs, the org.
@Suite struct ActionCommandTests {
  private static func manifest(
    path: String = "/${input.userId}", upstream: String = "https://directory.example.com/users",
    more: String = ""
  ) -> String {
    """
    apiVersion: gcsync/v1
    kind: DataAction
    metadata: {name: fetch-user}
    spec:
      integrationId: {ref: {kind: Integration, name: Directory actions, external: true}}
      category: Directory
      endpoint: https://actions.example.com/actions/fetch-user
      contract:
        input:
          inputSchema: {type: object, required: [userId], properties: {userId: {type: integer}}}
        output:
          successSchema: {type: object, required: [name], properties: {name: {type: string}}}
      source:
        errors: status
        rest:
          baseUrl: \(upstream)
          path: \(path)
          allowPrivate: [127.0.0.1]
          headers: {Authorization: {secretRef: env:DIRECTORY_TOKEN}}
          output: {name: {path: $.name, default: Unknown}}
      tests:
        - name: a user
          input: {userId: 1}
          upstream: {body: {name: Ada}}
          expect: {output: {name: Ada}}
        - name: nobody
          input: {userId: 2}
          upstream: {status: 404, text: gone}
          expect: {error: "HTTP Error: 404 - gone"}
    \(more)
    """
  }

  private func project(_ manifest: String, _ profile: Profile = .guide) async throws -> TestProject
  {
    let project = try await TestProject(manifest, profile: profile, org: PortableKind.org)
    if profile == .platform { try project.configure(variables: "none: 0", profile: "platform") }
    return project
  }

  @Test(arguments: Profile.allCases)
  func `the tests of a manifest run on either profile and contact nothing`(
    profile: Profile
  ) async throws {
    let project = try await project(Self.manifest(), profile)
    let outcome = await project.run("action", "test")
    #expect(outcome.code == .done, "\(outcome.out) \(outcome.err)")
    #expect(outcome.out.contains("✓ a user\n") && outcome.out.contains("2 tests passed"))
    #expect(project.sandbox.counts.isEmpty)
    try await project.end()
  }

  @Test func `a test that fails says what differs and at which step, in every format`() async throws
  {
    let project = try await project(
      Self.manifest().replacing("{output: {name: Ada}}", with: "{output: {name: Eve}}"))
    let text = await project.run("action", "test")
    #expect(text.code == .error)
    #expect(text.out.contains("✗ a user\n      /name is another\n"))
    #expect(text.out.contains(#"expected "Eve""#) && text.out.contains(#"got      "Ada""#))
    #expect(text.out.contains("1 of 2 tests failed"))
    let json = await project.run("action", "test", "--output", "json")
    #expect(try OutputSchemas().violations(json.json) == [])
    #expect(json.json["passed"] == false)
    let junit = await project.run("action", "test", "--output", "junit")
    #expect(junit.out.contains(#"<testsuites name="gcsync" tests="2" failures="1""#))
    #expect(junit.out.contains(#"<failure message="/name is another">"#))
    let markdown = await project.run("action", "test", "--output", "markdown")
    #expect(markdown.out.contains(#"- ✗ `DataAction/fetch-user` a user"#))
    try await project.end()
  }

  @Test func `an error in a manifest is told before any test runs`() async throws {
    let project = try await project(Self.manifest(path: "/${input.userID}"))
    for words in [["action", "test"], ["validate"], ["plan"]] {
      let outcome = await project.run(words: words)
      #expect(outcome.code == .invalid)
      #expect(outcome.err.contains("error[unknown-input]") && outcome.err.contains("userId"))
      #expect(outcome.err.contains("manifests/all.yaml:17:13"))
    }
    #expect(project.sandbox.counts.isEmpty)
    try await project.end()
  }

  @Test func `one input asks the real upstream, and what came of it becomes a test`() async throws {
    let server = try HTTPServer(HTTPServer.Options()) { request in
      .now(
        ServerResponse(
          status: request.headers["Authorization"] == "hush" ? 200 : 401,
          headers: ["Content-Type": "application/json", "Set-Cookie": "s=hush"],
          body: Array(#"{"name": "Grace", "path": "\#(request.path)"}"#.utf8)))
    }
    let project = try await project(Self.manifest(upstream: "\(server.url)/users"))
    let environment = ["DIRECTORY_TOKEN": "hush"]
    let outcome = await project.run(
      "action", "test", "fetch-user", "--input", #"{"userId": 7}"#, "--record", "user 7",
      environment: environment)
    #expect(outcome.code == .done, "\(outcome.out) \(outcome.err)")
    #expect(outcome.out.contains("/users/7"))
    let manifest = try project.text(of: "manifests/all.yaml")
    #expect(manifest.contains("name: user 7"))
    #expect(!manifest.contains("hush") && !(outcome.out + outcome.err).contains("hush"))
    let again = await project.run("action", "test")
    #expect(again.code == .done && again.out.contains("✓ user 7"), "\(again.out)")
    let secretless = await project.run("action", "test", "fetch-user", "--input", "{}")
    #expect(secretless.code != .done)
    #expect(secretless.err.contains("DIRECTORY_TOKEN"))
    await server.stop {}
    try await project.end()
  }

  /// What an upstream answers, and what is kept of it; nil where nothing may be.
  static let recordings: [(status: Int, body: String, kept: String?)] = [
    (200, #"{"name": "Bearer hush-hush-hush"}"#, #"name: "***""#),
    (400, #"{"e": "you sent Bearer hush-hush-hush"}"#, #"text: "{\"e\": \"you sent ***\"}""#),
    (400, #"{"e": "boom"}"#, #"text: "{\"e\": \"boom\"}""#), (200, "\u{FEFF}", nil),
  ]

  @Test(arguments: recordings)
  func `what is recorded passes as a test, and holds no secret`(
    status: Int, body: String, kept: String?
  ) async throws {
    let server = try HTTPServer(HTTPServer.Options()) { _ in
      .now(ServerResponse(status: status, body: Array(body.utf8)))
    }
    let project = try await project(Self.manifest(upstream: "\(server.url)/users"))
    let before = try project.text(of: "manifests/all.yaml")
    let outcome = await project.run(
      "action", "test", "fetch-user", "--input", #"{"userId": 7}"#, "--record", "seen",
      environment: ["DIRECTORY_TOKEN": "Bearer hush-hush-hush"])
    let manifest = try project.text(of: "manifests/all.yaml")
    #expect(!(outcome.out + outcome.err + manifest).contains("hush-hush-hush"))
    if let kept {
      #expect(manifest.contains(kept), "\(outcome.err) \(manifest.suffix(400))")
      #expect(await project.run("action", "test").code == .done)
    } else {
      #expect(manifest == before || manifest.contains("name: seen"))
    }
    await server.stop {}
    try await project.end()
  }

  @Test func `tests of an IntegrationAction run as well, and are sent nowhere`() async throws {
    let project = try await project(
      """
      apiVersion: gcsync/v1
      kind: IntegrationAction
      metadata: {name: whoami}
      spec:
        integrationId: {ref: {kind: Integration, name: Directory actions, external: true}}
        category: Directory
        contract:
          input:
            inputSchema: {type: object, required: [], properties: {userId: {type: string}}}
          output:
            successSchema: {type: object, properties: {name: {type: string}}}
        config:
          request: {requestUrlTemplate: "/api/v2/users/$!{input.userId}", requestType: GET}
          response: {translationMap: {name: $.name}, successTemplate: '{"name": ${name}}'}
        tests:
          - input: {userId: "7"}
            upstream: {body: {name: Ada}}
            expect: {output: {name: Ada}, request: {method: GET}}
      """, .platform)
    let outcome = await project.run("action", "test")
    #expect(outcome.code == .done && outcome.out.contains("1 test passed"), "\(outcome.out)")
    #expect(await project.run("apply", "--yes").code == .done)
    #expect(await project.run("plan").code == .done)
    let live = await project.run("action", "test", "whoami", "--input", "{}")
    #expect(live.code == .error && live.err.contains("asks the org itself"))
    try await project.end()
  }

  @Test func `made-up inputs are the same for a seed, and find what breaks`() async throws {
    let project = try await project(Self.manifest())
    let outcome = await project.run("action", "test", "--explore", "60", "--seed", "3")
    #expect(outcome.code == .done, "\(outcome.out)")
    #expect(outcome.out.contains("an answer in which /name is 7 makes it fail"))
    #expect(
      await project.run("action", "test", "--explore", "60", "--seed", "3").out == outcome.out)
    try await project.end()
  }

  @Test func `the org's own run of the same inputs is compared`() async throws {
    let project = try await project(Self.manifest(), .platform)
    let absent = await project.run("action", "test", "--compare-live")
    #expect(absent.code == .error && absent.err.contains("error[no-such-action]"))
    #expect(await project.run("apply", "--yes").code == .done)
    // The simulated org makes its results up, so that a good run differs in them.
    let outcome = await project.run("action", "test", "--compare-live")
    #expect(outcome.code == .error)
    #expect(outcome.out.contains("in the org /name is another"), "\(outcome.out) \(outcome.err)")
    #expect(
      project.sandbox.counts["POST /api/v2/integrations/actions/{id}/test"] == 2,
      "\(project.sandbox.counts)")
    try project.sandbox.setFaults([
      "faults": [
        [
          "match": ["method": "POST", "path": "*/test"],
          "then": [
            "status": 200,
            "body": [
              "operations": [["step": 1, "name": "Validate", "success": true]], "success": true,
              "finalResult": ["name": "Ada"],
            ],
          ],
          "times": 1,
        ]
      ]
    ])
    let same = await project.run("action", "test", "--compare-live")
    #expect(same.out.contains("✓ a user"), "\(same.out)")
    try await project.end()
    let guide = try await self.project(Self.manifest())
    let refused = await guide.run("action", "test", "--compare-live")
    #expect(refused.code == .invalid && refused.err.contains("error[no-test-mode]"))
    try await guide.end()
  }

  @Test func `an action that may not be registered says which permission it takes`() async throws {
    let project = try await project(Self.manifest())
    try project.sandbox.mutate(["deny": ["api:integration:write"]])
    let outcome = await project.run("apply", "--yes")
    #expect(outcome.code == .authentication)
    #expect((outcome.out + outcome.err).contains("api:integration:write"), "\(outcome.err)")
    try await project.end()
  }

  @Test func `an action of the same name is updated, and registered once`() async throws {
    let project = try await project(Self.manifest())
    #expect(await project.run("apply", "--yes").code == .done)
    try project.edit(
      "https://actions.example.com/actions/fetch-user", "https://actions.example.com/v2")
    try FileManager.default.removeItem(atPath: project.path(".gcsync"))
    let adopted = await project.run("apply", "--yes", "--adopt")
    #expect(adopted.code == .done, "\(adopted.out) \(adopted.err)")
    let actions = project.sandbox.objects["genesys"]?["integrations"]?.array ?? []
    #expect(actions.count == 1)
    #expect(actions.first?["endpoint"] == "https://actions.example.com/v2")
    #expect(actions.first?["type"] == "custom" && actions.first?["status"] == "active")
    #expect(project.sandbox.counts["POST /api/v2/platform/integrations"] == 1)
    try await project.end()
  }

  /// Calls that are not understood, and what is said of them.
  static let misuses: [(words: [String], said: String)] = [
    (["action"], "action is test"),
    (["action", "test", "fetch-usr"], "did you mean fetch-user?"),
    (["action", "test", "--input", "{"], "--input is no JSON: 1:2"),
    (["action", "test", "--input", "@/nowhere"], "--input cannot be read"),
    (["action", "test", "--record", "x"], "--record goes with --input"),
    (["action", "test", "fetch-user", "--input", "{}", "--record", ""], "--record needs a name"),
    (
      ["action", "test", "fetch-user", "--input", "{}", "--record", "nobody"],
      #"has a test "nobody" already"#
    ),
    (
      ["action", "test", "fetch-user", "--input", "{}", "--credential", "x"],
      "--credential is NAME="
    ),
  ]

  @Test(arguments: misuses)
  func `a call that is not understood is told how it goes`(words: [String], said: String)
    async throws
  {
    let project = try await project(Self.manifest())
    let outcome = await project.run(words: words, environment: ["DIRECTORY_TOKEN": "x"])
    #expect(outcome.code == .error)
    #expect(outcome.err.contains(said), "\(outcome.err)")
    try await project.end()
  }
}
