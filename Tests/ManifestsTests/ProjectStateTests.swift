import Diagnostics
import Manifests
import Testing

@Suite struct ProjectStateTests {
  private func project(state: String?) throws -> Project {
    let fixture = try Fixture(
      [
        "gcsync.yaml": """
        apiVersion: gcsync/v1
        kind: Project
        owner: acme/cc
        environments:
          dev:
            genesys: {profile: guide, domain: mypurecloud.com}
        \(state.map { "state: \($0)" } ?? "")
        """
      ])
    return fixture.project
  }

  @Test(
    arguments: [
      (nil, .folder(".gcsync")), ("var/state", .folder("var/state")),
      ("/var/s3", .folder("/var/s3")), ("s3", .folder("s3")),
      ("s3://calls-state", .s3(bucket: "calls-state", prefix: "")),
      ("s3://calls-state/", .s3(bucket: "calls-state", prefix: "")),
      ("s3://my.state/team/cc", .s3(bucket: "my.state", prefix: "team/cc")),
      ("s3://my.state/team/cc/", .s3(bucket: "my.state", prefix: "team/cc")),
    ] as [(String?, Project.State)])
  func `the state is a folder or a bucket`(text: String?, expected: Project.State) throws {
    #expect(try project(state: text).state == expected)
  }

  @Test(arguments: [
    "s3://", "s3:///prefix", "s3://Bucket/prefix", "s3://ab/c", "s3:/bucket/prefix", "s3:bucket",
    "S3://bucket/prefix", "https://bucket.s3.amazonaws.com/prefix", "s3://bucket//prefix",
    "s3://bucket/../prefix", "s3://bucket/a b", "\"s3://bucket/prefix?x=1\"", "gs://bucket/prefix",
  ])
  func `a malformed place is an error where it stands`(text: String) throws {
    let failure = #expect(throws: DiagnosticsError.self) { try project(state: text) }
    let problem = try #require(failure?.diagnostics.first)
    #expect(problem.code == "invalid-state")
    #expect(problem.location?.line == 7)
  }
}
