import CommandLine
import Foundation
import Testing

@Suite struct FmtTests {
  private static let untidy = """
    kind:   Webhook   # first
    apiVersion: gcsync/v1


    metadata:
        name: hook
    spec:
        targetUrl:  'https://example.com/in'
        events:
        -   a.b

    """
  private static let tidy = """
    apiVersion: gcsync/v1
    kind: Webhook   # first

    metadata:
      name: hook
    spec:
      targetUrl: 'https://example.com/in'
      events:
        - a.b

    """

  @Test func `the project's files become tidy, and are named`() async throws {
    let project = try await TestProject(Self.untidy)
    let check = await project.run("fmt", "--check")
    #expect(check.code == .changes)
    #expect(check.out.contains("/manifests/all.yaml\n"))
    #expect(try project.text(of: "manifests/all.yaml") == Self.untidy)
    #expect(await project.run("fmt").code == .done)
    #expect(try project.text(of: "manifests/all.yaml") == Self.tidy)
    let again = await project.run("fmt", "--check")
    #expect(again.code == .done)
    #expect(again.out.isEmpty)
    #expect(await project.run("validate").code == .done)
    try await project.end()
  }

  @Test func `overlays and rules are files of the project, too, and JSON is not`() async throws {
    let project = try await TestProject(Self.tidy)
    try project.configure(overlays: "envs/dev", "policies: [\"rules/*.yaml\"]")
    _ = await project.run("fmt")
    for folder in ["envs/dev", "rules"] {
      try FileManager.default.createDirectory(
        atPath: project.path(folder), withIntermediateDirectories: true)
    }
    try project.write("a:   1\n", to: "envs/dev/x.yaml")
    try project.write("a:   1\n", to: "rules/x.yaml")
    try project.write("{\"a\":   1}\n", to: "manifests/x.json")
    let check = await project.run("fmt", "--check")
    #expect(check.out.split(separator: "\n").count == 2)
    try await project.end()
  }

  @Test func `a file that is not YAML is exit 4 with its place, and stays as it is`() async throws {
    let project = try await TestProject("a: [1,\n")
    let fmt = await project.run("fmt")
    #expect(fmt.code == .invalid)
    #expect(fmt.err.contains("manifests/all.yaml:2:1"))
    #expect(try project.text(of: "manifests/all.yaml") == "a: [1,\n")
    try await project.end()
  }

  @Test func `files that are named are tidied whatever they are`() async throws {
    let project = try await TestProject(Self.untidy)
    #expect(await project.run("fmt", project.path("manifests/all.yaml")).code == .done)
    #expect(try project.text(of: "manifests/all.yaml") == Self.tidy)
    #expect(await project.run("fmt", project.path("nowhere")).code == .invalid)
    try await project.end()
  }
}
