import CommandLine
import JSON
import Testing

@Suite struct EventsLintTests {
  private static let good = #"{"StartAt": "A", "States": {"A": {"Type": "Pass", "End": true}}}"#
  private static let doubtful = """
    {"StartAt": "A", "States": {"A": {"Type": "Pass", "Parameters": {"a": "$.a"}, "End": true}}}
    """
  private static let bad = #"{"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "B"}}}"#

  @Test func `a state machine is checked without a project, and errors are exit 4`() async throws {
    let project = try await TestProject("")
    for (name, text) in [("good", Self.good), ("doubtful", Self.doubtful), ("bad", Self.bad)] {
      try project.write(text, to: "\(name).json")
    }
    let good = await project.run("events", "lint", project.path("good.json"))
    #expect(good.code == .done)
    #expect(good.out == "the definition is valid\n")
    let doubtful = await project.run("events", "lint", project.path("doubtful.json"))
    #expect(doubtful.code == .done)
    #expect(doubtful.err.contains("doubtful.json:1:71: warning[asl-path-not-read]"))
    let strict = await project.run("events", "lint", "--strict", project.path("doubtful.json"))
    #expect(strict.code == .invalid)
    let bad = await project.run(
      "events", "lint", project.path("good.json"), project.path("bad.json"), "--output", "json")
    #expect(bad.code == .invalid)
    let document = try JSON.parse(bad.out)
    #expect(document["format"] == "gcsync.diagnostics/1")
    let codes = document["diagnostics"]?.array?.compactMap { $0["code"]?.string }
    #expect(codes == ["asl-no-end", "asl-unknown-state"])
    try await project.end()
  }

  @Test func `a state machine may be YAML, and its problems have their places`() async throws {
    let project = try await TestProject("")
    try project.write(
      "StartAt: A\nStates:\n  A:\n    Type: Pass\n    InputPath: $.a[\n    End: true\n",
      to: "m.yaml")
    let run = await project.run("events", "lint", project.path("m.yaml"))
    #expect(run.code == .invalid)
    #expect(run.err.contains("m.yaml:5:20: error[asl-path]"))
    try await project.end()
  }

  @Test func `what is no definition is told with its place`() async throws {
    let project = try await TestProject("")
    try project.write("{\"StartAt\": \"A\",\n \"StartAt\": \"B\"}", to: "twice.json")
    try project.write("a: 1\n---\na: 1\n", to: "two.yaml")
    for (name, problem) in [
      ("twice.json", "twice.json:2:2: error[duplicate-key]"),
      ("two.yaml", "two.yaml:1:1: error[asl-type]"),
      ("missing.json", "error[unreadable-file]"),
    ] {
      let run = await project.run("events", "lint", project.path(name))
      #expect(run.code == .invalid, "\(name)")
      #expect(run.err.contains(problem), "\(run.err)")
    }
    #expect(await project.run("events", "lint").code == .error)
    try await project.end()
  }
}
