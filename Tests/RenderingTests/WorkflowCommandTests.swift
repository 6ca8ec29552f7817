import Diagnostics
import JSON
import Reconciler
import Rendering
import Testing
import World

/// Problems as annotations of GitHub Actions, and results as other machines take them.
@Suite struct WorkflowCommandTests {
  @Test func `a command has level, place and title, the worst first`() {
    let file = SourceFile(name: "a, b:c%.yaml", text: "")
    let place = SourceLocation(file: file, line: 3, column: 7)
    let text = WorkflowCommands.text(
      [
        .warning("unused", "50% of it\r\nis: unused, here"),
        .error("bad", "wrong", at: place, address: "Webhook/x", hint: "mend it"),
        Diagnostic(.note, "means", "::add-mask::x"),
      ]) { "infra/\($0)" }
    #expect(
      text == """
        ::error file=infra/a%2C b%3Ac%25.yaml,line=3,col=7,title=Webhook/x bad::wrong%0Ahint: mend it
        ::warning title=unused::50%25 of it\\r\\nis: unused, here
        ::notice title=means::::add-mask::x

        """)
  }

  @Test(arguments: [
    "\n::error::x", "\r::stop-commands::t", "a\u{2028}::add-mask::b", "%0A::error::", "::", "##[x]",
  ])
  func `no text from outside makes a line of its own`(text: String) {
    let location = SourceLocation(file: SourceFile(name: text, text: ""), line: 1, column: 1)
    let commands = WorkflowCommands.text([
      .error(text, text, at: location, address: text, notes: [.init(text)], hint: text)
    ])
    let lines = commands.split(whereSeparator: \.isNewline)
    #expect(lines.count == 1 && lines[0].hasPrefix("::error file="))
    #expect(!commands.contains("%0A::error") || text.contains("%0A") == false)
  }

  @Test(
    arguments: [
      ("::error::x", ": :error::x"), ("  ::add-mask::x\n ok", "  : :add-mask::x\n ok"),
      ("a ::b", "a ::b"), ("a ##[add-mask]b", "a # #[add-mask]b"), ("##vso[x]", "# #vso[x]"),
      ("a\n\t::x\n", "a\n\t: :x\n"), ("## head", "## head"),
    ])
  func `a line of text is no command to a runner`(text: String, shown: String) {
    #expect(WorkflowCommands.disarmed(text) == shown)
    #expect(Style.plain.finished(text) == shown)
  }

  @Test func `outputs stand between lines that they do not hold`() {
    let text = WorkflowCommands.outputs([("plan-id", "p-1"), ("odd", "a\ngcsync_end\nb")])
    #expect(
      text == """
        plan-id<<gcsync_end
        p-1
        gcsync_end
        odd<<gcsync_end_
        a
        gcsync_end
        b
        gcsync_end_

        """)
  }

  @Test func `text is spelled in ASCII and broken at words where the terminal asks for it`() {
    let ascii = Style(color: false, width: 40, isASCII: true)
    #expect(ascii.finished("a → b · c … é") == "a -> b | c ... \\u{E9}")
    let narrow = Style(color: true, width: 40, folds: true)
    let line = "  ! \u{1B}[31mneeds approval: deletes 4 of 11 existing Widget objects\u{1B}[0m, yes"
    #expect(
      narrow.finished(line) == """
          ! \u{1B}[31mneeds approval: deletes 4 of 11
              existing Widget objects\u{1B}[0m, yes
        """)
    let word = String(repeating: "x", count: 90)
    #expect(narrow.finished("a \(word) b") == "a\n    \(word)\n    b")
    #expect(Style.plain.finished(word + " " + word) == word + " " + word)
  }

  private let report = Samples.report(
    Samples.everything,
    unsafe: [.init(rule: "deletePercent", message: "deletes 4 of 11")],
    findings: [.error("bucket-not-found", "no bucket", address: "Widget/recordings")],
    blocked: [Samples.address("lake"): ["Bucket lacks encryption"]],
    meanings: [Samples.address("recordings"): ["is switched off"]])

  @Test func `a plan says its problems at the manifests they are about`() {
    let problems = report.diagnostics
    #expect(
      problems.map(\.code).sorted() == [
        "bucket-not-found", "held-up", "needs-approval",
      ])
    let bucket = problems.first { $0.code == "bucket-not-found" }
    #expect(bucket?.location?.description == "manifests/widgets.yaml:11:1")
    #expect(report.consequences.map(\.message) == ["is switched off"])
  }

  @Test func `each object is a test, which fails where something is wrong with it`() {
    let xml = JUnitRendering.document(report.suites)
    #expect(
      xml.contains("<testcase classname=\"gcsync plan dev\" name=\"create Widget/archive\"></"))
    #expect(xml.contains("name=\"update Widget/recordings\"><failure message=\"no bucket\">"))
    #expect(xml.contains("name=\"Widget/lake\"><failure"))
    #expect(xml.contains("name=\"the whole\"><failure message=\"deletes 4 of 11 (gcsync apply"))
    #expect(xml.contains("tests=\"7\" failures=\"3\""))
    let nothing = JUnitRendering.document(Samples.report([]).suites)
    #expect(nothing.contains("tests=\"1\" failures=\"0\""))
  }

  @Test func `a replacement is one that comes and one that goes, in a merge request`() {
    #expect(report.mergeRequestCounts == ["create": 2, "update": 2, "delete": 2])
    #expect(report.facts.first { $0.name == "unsafe" }?.value == "1")
    #expect(report.facts.first { $0.name == "changes" }?.value == "5")
  }

  @Test func `events begin with the report and end with the counts`() {
    let events = report.events
    #expect(events.first?.name == "plan_started" && events.last?.name == "plan_finished")
    #expect(events.count { $0.name == "change_planned" } == 5)
    #expect(events.count { $0.name == "problem" } == 1)
    #expect(events.count { $0.name == "approval_needed" } == 1)
  }
}
