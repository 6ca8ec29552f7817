import CommandLine
import Sandbox
import Testing
import World

/// How the bucket of a state is reached, and what is said where it is not.
@Suite(.serialized) struct S3StateConnectionTests {
  private func project(_ place: String) async throws -> TestProject {
    let project = try await TestProject()
    try project.configure(variables: "retention: 365", "state: \(place)")
    return project
  }

  private static let reading = [
    ["plan"], ["drift"], ["history"], ["lock", "list"], ["audit", "verify"], ["apply", "--yes"],
    ["apply", "--resume", "r-1"], ["undo", "r-1"],
  ]

  @Test(arguments: reading)
  func `without AWS credentials nothing is contacted`(words: [String]) async throws {
    let project = try await project("s3://gcsync-state/team")
    let outcome = await project.run(words: words, environment: ["AWS_ACCESS_KEY_ID": ""])
    #expect(outcome.code == .authentication)
    #expect(outcome.err.contains("no-aws-credentials"))
    #expect(project.sandbox.counts.isEmpty)
    try await project.end()
  }

  @Test func `without a region nothing is contacted, and AWS_REGION is one`() async throws {
    let project = try await project("s3://gcsync-state/team")
    let text = String(decoding: try Files.read(project.path("gcsync.yaml")), as: UTF8.self)
    try project.write(text.replacing("region: us-east-1, ", with: ""), to: "gcsync.yaml")
    let history = await project.run("history")
    #expect(history.code == .invalid)
    #expect(history.err.contains("no-aws-region"))
    #expect(project.sandbox.counts.isEmpty)
    let named = await project.run("history", environment: ["AWS_REGION": "us-east-1"])
    #expect(named.code == .done)
    try await project.end()
  }

  @Test(arguments: reading.prefix(6))
  func `a bucket that is not there is an error and not nothing`(words: [String]) async throws {
    let project = try await project("s3://no-such-bucket/team")
    let outcome = await project.run(words: words)
    #expect(outcome.code == .error)
    #expect(outcome.err.contains("s3://no-such-bucket/team/dev/"))
    #expect(outcome.err.contains("the bucket does not exist"))
    #expect(!project.sandbox.counts.keys.contains { $0.contains("/api/v2/") })
    try await project.end()
  }

  @Test(arguments: [["plan"], ["apply", "--yes"]])
  func `credentials that S3 refuses are exit 3`(words: [String]) async throws {
    let project = try await project("s3://gcsync-state/team")
    let outcome = await project.run(
      words: words, environment: ["AWS_SECRET_ACCESS_KEY": "canary-wrong-key"])
    #expect(outcome.code == .authentication)
    #expect(outcome.err.contains("state-credentials"))
    #expect(!outcome.err.contains("canary-wrong-key"))
    #expect(!project.sandbox.counts.keys.contains { $0.contains("/api/v2/") })
    try await project.end()
  }

  @Test func `credentials do not go to a host that the machine does not allow`() async throws {
    let project = try await project("s3://gcsync-state/team")
    let text = String(decoding: try Files.read(project.path("gcsync.yaml")), as: UTF8.self)
    try project.write(
      text.replacing(project.sandbox.s3URL, with: "https://s3.example.com"), to: "gcsync.yaml")
    let history = await project.run("history")
    #expect(history.code == .error)
    #expect(history.err.contains("credentials are not sent to s3.example.com"))
    try await project.end()
  }

  @Test(arguments: ["validate", "render"])
  func `validate and render contact nothing and need no credentials`(verb: String) async throws {
    let project = try await project("s3://gcsync-state/team")
    let outcome = await project.run(verb, environment: ["AWS_ACCESS_KEY_ID": ""])
    #expect(outcome.code == .done)
    #expect(project.sandbox.counts.isEmpty)
    try await project.end()
  }

  @Test func `a malformed place is exit 4`() async throws {
    let project = try await project("s3:/gcsync-state")
    let outcome = await project.run("validate")
    #expect(outcome.code == .invalid)
    #expect(outcome.err.contains("invalid-state"))
    try await project.end()
  }
}
