import CommandLine
import Foundation
import Testing
import TestSupport
import World

/// The help as people see it, on terminals of all widths.
@Suite struct HelpTests {
  private static func help(_ words: [String], width: Int = 80) async -> TestProject.Outcome {
    await ScaffoldedProject.run(words, width: width)
  }

  /// The commands that `gcsync help commands` lists.
  private static func commands() async -> [String] {
    await help(["help", "commands"]).out.split(separator: "\n")
      .compactMap { $0.prefixMatch(of: #/ +([a-z]+)  /#).map { String($0.1) } }
  }

  @Test func `gcsync alone is one screen, and names every command`() async {
    let outcome = await Self.help([])
    let lines = outcome.err.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    #expect(lines.count <= 24, "\(outcome.err)")
    #expect(lines.allSatisfy { $0.count <= 80 })
    #expect(outcome.code == .error)
    let commands = await Self.commands()
    #expect(commands.count >= 28)
    let words = Set(outcome.err.split { !$0.isLetter }.map(String.init))
    for command in commands { #expect(words.contains(command), "\(command)") }
    #expect(await Self.help(["--help"]).out == outcome.err)
    #expect(await Self.help(["help"]).code == .done)
  }

  @Test(arguments: [40, 60, 80, 100])
  func `no line of any help is wider than the terminal`(width: Int) async {
    let subjects = await Self.commands() + ["commands", "options", "exit-codes", ""]
    for subject in subjects {
      let outcome = await Self.help(
        subject.isEmpty ? ["help"] : ["help", subject], width: width)
      #expect(outcome.code == .done)
      for line in outcome.out.split(separator: "\n") where line.count > width {
        // A word that is longer by itself cannot be helped.
        let isOneWord = line.drop { $0 == " " }.contains(" ") == false
        #expect(isOneWord, "\(subject) at \(width): \(line)")
      }
    }
  }

  @Test func `no line of what is explained is wider than the terminal, but for examples`() async {
    for subject in ["Project.environments", "EventPipeline", "StorageTarget.configuration"] {
      let text = await Self.help(["explain", subject], width: 40).out
      for line in text.split(separator: "example:").first?.split(separator: "\n") ?? []
      where line.count > 40 {
        #expect(!line.drop { $0 == " " }.contains(" "), "\(subject): \(line)")
      }
    }
  }

  @Test func `every command shows examples first, and each of them can be called so`() async {
    for command in await Self.commands() {
      let help = await Self.help([command, "--help"]).out
      #expect(help.hasPrefix("Usage: gcsync \(command)"))
      let parts = help.split(separator: "\nExamples:\n", maxSplits: 1)
      guard parts.count == 2 else {
        Issue.record("\(command) has no example")
        continue
      }
      #expect(!parts[0].contains("Options:"))
      let examples = parts[1].prefix { _ in true }.split(separator: "\n\n").first ?? ""
      for line in examples.split(separator: "\n") {
        guard let call = line.firstMatch(of: /gcsync ([^|>)]*)/) else { continue }
        let words = call.1.split(separator: " ").map(String.init)
        #expect(words.first == command)
        #expect(GCSync.complaint(about: words) == nil, "\(line)")
      }
    }
  }

  @Test(arguments: [
    (["paln"], "did you mean gcsync plan?"), (["help", "paln"], "did you mean gcsync plan?"),
    (["help", "optoins"], "did you mean gcsync help options?"),
    (["plan", "--otput", "json"], "did you mean --output?"),
    (["plan", "--output", "jsno"], "did you mean json?"),
    (["plan", "--yes"], " take it"),
    (["graph", "--format", "mermiad"], "did you mean mermaid?"),
    (["lock", "lits"], "did you mean gcsync lock list?"),
    (["report", "hystory"], "did you mean gcsync report history?"),
    (["completion", "bsh"], "did you mean gcsync completion bash?"),
    (["plan", "--color", "allways"], "did you mean always?"),
    (["explain", "Webhok"], "did you mean \"Webhook\"?"),
    (["explain", "Webhook.targtUrl"], "did you mean \"targetUrl\"?"),
    (["schema", "Webhok"], "did you mean \"Webhook\"?"),
  ])
  func `a slip of the pen is answered with what was probably meant, in few lines`(
    words: [String], message: String
  ) async {
    let outcome = await Self.help(words)
    #expect(outcome.code != .done)
    #expect(outcome.err.contains(message), "\(outcome.err)")
    #expect(outcome.err.split(separator: "\n").count <= 3, "\(outcome.err)")
    #expect(outcome.out.isEmpty)
  }

  @Test(arguments: [
    (["plan", "--kind", "Webhok"], "did you mean Webhook?"),
    (["plan", "--target", "Webhook/hok"], "did you mean Webhook/hook?"),
    (["plan", "-e", "tset"], "did you mean \"test\"?"),
    (["why", "Webhook/hok"], "did you mean Webhook/hook?"),
    (["why", "Webhook/hook.targetURI"], "did you mean /spec/targetUrl?"),
    (["export", "Webhok"], "did you mean Webhook?"),
    (["adopt", "Webhook/hok"], "did you mean Webhook/hook?"),
  ])
  func `a slip in a name of the project is answered likewise`(words: [String], message: String)
    async throws
  {
    let project = try await TestProject()
    let outcome = await project.run(words: words)
    #expect(outcome.code != .done)
    #expect(outcome.err.contains(message), "\(outcome.err)")
    try await project.end()
  }

  @Test func `an error that is worded here says what to do`() throws {
    // What has its remedy in its own words, or is worded elsewhere.
    let exempt: Set = ["misuse", "unexpected", "demo-failed", "event-failed", "mailbox-unreadable"]
    let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Sources/CommandLine").path
    var seen = 0
    for name in try FileManager.default.subpathsOfDirectory(atPath: sources)
    where name.hasSuffix(".swift") {
      let text = try String(contentsOfFile: "\(sources)/\(name)", encoding: .utf8)
      for match in text.matches(of: /\.error\(\s*"([a-z0-9-]+)"/) {
        seen += 1
        let call = Self.call(in: text[match.range.lowerBound...])
        #expect(
          call.contains("hint:") || exempt.contains(String(match.1)), "\(name): \(match.1)")
      }
    }
    #expect(seen >= 90)
  }

  /// The text from a call's name to the bracket that ends it.
  private static func call(in text: Substring) -> Substring {
    var depth = 0
    let end = text.firstIndex { character in
      if character == "(" { depth += 1 }
      if character == ")" { depth -= 1 }
      return character == ")" && depth == 0
    }
    return text[..<(end ?? text.endIndex)]
  }

  @Test func `an undeclared variable or field has its nearest name beside it`() async throws {
    let project = try await TestProject()
    try project.edit("${retention}", "${retentoin}")
    #expect(await project.run("validate").err.contains("did you mean"))
    try project.edit("${retentoin}", "30")
    try project.edit("targetUrl:", "targtUrl:")
    #expect(await project.run("validate").err.contains("did you mean \"targetUrl\"?"))
    try await project.end()
  }

  @Test func `the manual page is one that mandoc and groff have nothing against`() async throws {
    let folder = ScaffoldedProject.newFolder()
    try Files.createDirectory(folder)
    let page = await Self.help(["man"]).out
    try Files.write(Array(page.utf8), to: "\(folder)/gcsync.1")
    let lint = await ProgramOutput.of(
      "/usr/bin/mandoc", ["-Tlint", "-W", "warning", "\(folder)/gcsync.1"])
    #expect(lint.map { String(decoding: $0, as: UTF8.self) } == "")
    let shown = await ProgramOutput.of("/usr/bin/mandoc", ["-Tutf8", "\(folder)/gcsync.1"])
    let text = String(decoding: shown ?? [], as: UTF8.self)
    for words in ["--approve-unsafe", "gcsync plan", "partly applied"] {
      #expect(text.replacing(/.\u{8}/, with: "").contains(words), "\(words)")
    }
    try FileManager.default.removeItem(atPath: folder)
  }
}
