import CommandLine
import JSON
import Sandbox
import Testing

/// The page of what a command shows, wherever changes are shown.
@Suite struct PageCommandTests {
  /// Returns the report that a page has in it.
  private func report(_ project: TestProject, _ name: String) throws -> JSON {
    try #require(try data(project, name)["report"])
  }

  /// Returns all the data of a page.
  private func data(_ project: TestProject, _ name: String) throws -> JSON {
    let page = try project.text(of: name)
    #expect(page.hasPrefix("<!doctype html>"))
    #expect(!page.contains("canary"), "no secret is in it")
    let start = try #require(page.firstRange(of: "id=\"data\">")).upperBound
    let end = try #require(page[start...].firstRange(of: "</script>")).lowerBound
    return try JSON.parse(String(page[start..<end]))
  }

  @Test func `the page of a saved plan draws the neighbours that stay as they are, too`()
    async throws
  {
    let project = try await TestProject()
    #expect(await project.run("apply", "--yes").code == .done)
    try project.edit("recordingTypes: [voice, chat]", "recordingTypes: [voice]")
    let (page, plan) = ("html=\(project.path("page.html"))", project.path("reviewed.plan"))
    _ = await project.run("plan", "--out", plan, "--output", page)
    let graph = try data(project, "page.html")["page"]?["graph"]
    #expect(graph?["others"] == ["StorageTarget/archive"])
    _ = await project.run("show", plan, "--output", page)
    #expect(try data(project, "page.html")["page"]?["graph"] == graph)
    try await project.end()
  }

  @Test func `plan, show, drift and undo make the page of what they say as JSON`() async throws {
    let project = try await TestProject()
    let page = "html=\(project.path("page.html"))"
    func check(_ words: String...) async throws {
      let outcome = await project.run(words: words + ["--output", "json", "--output", page])
      #expect(try report(project, "page.html") == outcome.json, "\(words)")
    }
    try await check("plan", "--out", project.path("reviewed.plan"))
    try await check("show", project.path("reviewed.plan"))
    #expect(await project.run("apply", "--yes").code == .done)
    try project.changeBehindItsBack("Webhook/hook", "enabled", false)
    try await check("drift")
    let run = await project.run("history", "--output", "json").json["runs"]?.array?.first
    try await check("undo", try #require(run?["id"]?.string))
    try await project.end()
  }

  @Test func `apply shows the page of its plan before it asks, and writes it only once`()
    async throws
  {
    let project = try await TestProject()
    let page = "html=\(project.path("page.html"))"
    let refused = await project.run("apply", "--output", page)
    #expect(refused.code == .error && refused.err.contains("nobody to ask"))
    #expect(try report(project, "page.html")["summary"]?["create"] == 3)
    #expect(project.writes == 0)
    let plan = project.path("reviewed.plan")
    _ = await project.run("plan", "--out", plan)
    let applied = await project.run("apply", plan, "--output", "json", "--output", page)
    #expect(applied.json["format"] == "gcsync.audit/1")
    #expect(try report(project, "page.html")["saved"]?["actor"] == "tester")
    try await project.end()
  }

  @Test func `a page can go to standard output, and not where nothing changes`() async throws {
    let project = try await TestProject()
    let plan = await project.run("plan", "--output", "html")
    #expect(plan.code == .changes && plan.out.hasPrefix("<!doctype html>"))
    let nowhere = await project.run("plan", "--output", "html=\(project.folder)")
    #expect(nowhere.code == .error && nowhere.err.contains("output-not-written"))
    let history = await project.run("history", "--output", "html")
    #expect(history.code == .error && history.err.contains("--output is one of"))
    #expect(await project.run("plan", "--help").out.contains("--output html=PATH"))
    try await project.end()
  }
}
