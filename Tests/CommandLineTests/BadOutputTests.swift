import CommandLine
import Foundation
import Glibc
import JSON
import Synchronization
import TestSupport
import Testing

/// What a stream was given.
final class Collected: Sendable {
  private let content = Mutex("")

  var text: String { content.withLock { $0 } }

  func add(_ text: String) { content.withLock { $0 += text } }
}

/// Places that take no output, and terminals that show little of it.
@Suite struct BadOutputTests {
  /// The binary, which is built with the tests.
  private static let binary: String = {
    let bundle = ProcessInfo.processInfo.arguments.first { $0.hasSuffix(".xctest") } ?? ""
    return URL(fileURLWithPath: bundle).deletingLastPathComponent()
      .appendingPathComponent("gcsync").path
  }()

  private static func shell(_ script: String) async throws -> String {
    let script = script.replacing("GCSYNC", with: "'\(binary)'")
    let bytes = try #require(await ProgramOutput.of("/bin/bash", ["-c", script]))
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test(
    arguments: [
      "--help", "version", "completion bash", "schema", "schema Webhook", "explain Webhook",
      "history -C PROJECT", "plan -C PROJECT -o json", "validate -C PROJECT", "render -C PROJECT",
      "graph -C PROJECT", "drift -C PROJECT -o junit",
    ])
  func `a full disk is an error of every command that prints`(command: String) async throws {
    let project = try await TestProject()
    let words = command.replacing("PROJECT", with: "'\(project.folder)'")
    let text = try await Self.shell(
      """
      export GENESYS_CLIENT_ID=x GENESYS_CLIENT_SECRET=x AWS_ACCESS_KEY_ID=sandbox AWS_SECRET_ACCESS_KEY=sandbox
      GCSYNC \(words) >/dev/full; echo "code $?"
      """)
    #expect(
      text.contains("error[output-not-written]: standard output takes no more: No space left"))
    #expect(text.contains("code 1"), "\(text)")
    try await project.end()
  }

  @Test func `a result that has no room in its file is an error, and the device stays one`()
    async throws
  {
    let project = try await TestProject()
    let text = try await Self.shell(
      "GCSYNC validate -C '\(project.folder)' -o json=/dev/full; echo code $?; stat -c %F /dev/full"
    )
    #expect(text.contains("error[output-not-written]: the result cannot be written: /dev/full"))
    #expect(text.hasSuffix("code 1\ncharacter special file\n"), "\(text)")
    let missing = await project.run("validate", "--output", "json=/nowhere/x.json")
    #expect(missing.code == .error && missing.err.contains("/nowhere/x.json"))
    try await project.end()
  }

  @Test func `who reads only the beginning changes nothing and hears nothing`() async throws {
    let text = try await Self.shell(
      "set -o pipefail; GCSYNC schema Queue | head -1; echo ${PIPESTATUS[0]} done")
    #expect(text == "{\n0 done\n" || text == "{\n141 done\n" || text.hasSuffix("\n0 done\n"))
    #expect(!text.contains("error"))
  }

  @Test func `a file may be a pipe or one of the process's own streams`() async throws {
    let project = try await TestProject()
    let text = try await Self.shell(
      "GCSYNC validate -C '\(project.folder)' -o json=/dev/stderr -o text 2>&1 >/dev/null | cat")
    #expect(text.contains("\"format\": \"gcsync.diagnostics/1\""))
    try await project.end()
  }

  private func plan(
    _ project: TestProject, _ environment: [String: String], isTerminal: Bool = false
  ) async -> (out: String, err: String) {
    let (out, err) = (Collected(), Collected())
    let console = Console(
      out: { out.add($0) }, err: { err.add($0) }, outIsTerminal: isTerminal,
      errIsTerminal: isTerminal)
    _ = await GCSync.run(
      ["plan", "-C", project.folder],
      on: Machine(
        environment: TestProject.secrets.merging(
          ["GENESYS_CLIENT_ID": "client", "AWS_ACCESS_KEY_ID": "sandbox", "RECORDING_ID": "AKIA"]
        ) { $1 }.merging(environment) { $1 }, console: console))
    return (out.text, err.text)
  }

  @Test func `a locale without Unicode gets ASCII, and none at all gets everything`() async throws {
    let project = try await TestProject()
    for environment in [
      ["LANG": "C"], ["LC_ALL": "POSIX", "LANG": "en_US.UTF-8"], ["LC_CTYPE": "de_DE.ISO-8859-1"],
    ] {
      let text = await plan(project, environment).out
      #expect(text.utf8.allSatisfy { $0 < 0x80 } && text.contains(" unchanged | "))
    }
    for environment in [[:], ["LANG": "C.UTF-8"], ["LC_ALL": "", "LANG": "de_DE.utf8"]] {
      #expect(await plan(project, environment).out.contains(" unchanged · "))
    }
    try await project.end()
  }

  @Test func `a narrow terminal breaks lines at words, and a dumb one gets no colour`() async throws
  {
    let project = try await TestProject()
    let narrow = await plan(project, ["COLUMNS": "40", "TERM": "dumb"], isTerminal: true)
    #expect(!narrow.out.contains("\u{1B}") && !narrow.err.contains("\u{1B}"))
    let long = narrow.out.split(separator: "\n").filter { $0.count > 40 && $0.contains(" ") }
    #expect(long.allSatisfy { !$0.drop { $0 == " " }.contains(" ") }, "\(long)")
    let wide = await plan(project, ["COLUMNS": "200"], isTerminal: true)
    #expect(wide.out.contains("\u{1B}[32m"))
    try await project.end()
  }

  @Test func `what a file says is no command to a runner`() async throws {
    let project = try await TestProject()
    try project.write(
      "apiVersion: gcsync/v1\nkind: Webhook\nmetadata: {name: x}\nspec:\n  targetUrl:\n  ::add-mask::a: 1\n  events: [a]\n",
      to: "manifests/odd.yaml")
    let outcome = await project.run("validate")
    #expect(outcome.err.contains(": :add-mask::a: 1"))
    for line in (outcome.out + outcome.err).split(separator: "\n") {
      #expect(!line.drop { $0 == " " }.hasPrefix("::"), "\(line)")
    }
    try await project.end()
  }
}
