import CommandLine
import Foundation
import TestSupport
import Testing
import World

/// What shells complete, asked through their own machinery, in a project.
@Suite(.timeLimit(.minutes(20))) struct CompletionTests {
  private static let cases: [(line: String, expected: [String])] = [
    ("pl", ["plan"]), ("", ["init", "plan", "apply", "help"]), ("help ex", ["export", "explain"]),
    ("plan --out", ["--output", "--out"]), ("plan -e ", ["sandbox", "prod"]),
    ("-e p", ["prod"]), ("plan --kind Web", ["Webhook"]), ("explain Stor", ["StorageTarget"]),
    ("why Web", ["Webhook/data-lake"]), ("plan --target Rec", ["RecordingPolicy/keep-calls"]),
    ("lock ", ["list", "release"]), ("completion f", ["fish"]),
    ("graph --format m", ["mermaid"]), ("apply --on-error ", ["continue", "stop"]),
    ("-C . why Storage", ["StorageTarget/voice-archive"]),
    ("adopt Webhook/", ["Webhook/data-lake"]),
  ]

  /// Words that a shell offers for a line.
  private static func offered(
    _ program: String, _ arguments: [String], in folder: String
  ) async throws -> [String] {
    let path = "\(try WorkflowRun.binaryFolder()):/usr/bin:/bin"
    let output = await ProgramOutput.of(
      "/usr/bin/env",
      ["-i", "-C", folder, "PATH=\(path)", "HOME=\(folder)", "LANG=C.UTF-8", program] + arguments)
    return String(decoding: try #require(output), as: UTF8.self).split(separator: "\n")
      .map { String($0.prefix { $0 != "\t" }) }
  }

  private static func check(
    _ shell: String, _ offered: (String, String) async throws -> [String]
  ) async throws {
    let project = try await ScaffoldedProject("--profile", "guide")
    for (line, expected) in cases {
      let found = try await offered(line, project.folder)
      for word in expected {
        #expect(found.contains(word), "\(shell): gcsync \(line) offers \(found)")
      }
      let typed = line.split(separator: " ", omittingEmptySubsequences: false).last ?? ""
      #expect(found.allSatisfy { $0.hasPrefix(typed) }, "\(shell): gcsync \(line) offers \(found)")
    }
    try await project.end()
  }

  @Test func `bash completes commands, options, their values and the project's names`()
    async throws
  {
    try await Self.check("bash") { line, folder in
      let script = """
        source <(gcsync completion bash)
        complete -p gcsync >/dev/null
        IFS=' ' read -ra COMP_WORDS <<< "gcsync $1"
        [[ "$1" == *' ' || -z "$1" ]] && COMP_WORDS+=("")
        COMP_CWORD=$(( ${#COMP_WORDS[@]} - 1 ))
        _gcsync
        printf '%s\\n' "${COMPREPLY[@]}"
        """
      return try await Self.offered(
        "bash", ["--norc", "--noprofile", "-c", script, "bash", line], in: folder)
    }
  }

  @Test func `bash completes behind an equals sign, which it takes for a word of its own`()
    async throws
  {
    let project = try await ScaffoldedProject("--profile", "guide")
    let script = """
      source <(gcsync completion bash)
      COMP_WORDS=(gcsync graph --format = m); COMP_CWORD=4; _gcsync
      printf '%s\\n' "${COMPREPLY[@]}"
      COMP_WORDS=(gcsync show gc); COMP_CWORD=2; _gcsync
      printf '%s\\n' "${COMPREPLY[@]}"
      """
    let found = try await Self.offered("bash", ["--norc", "-c", script], in: project.folder)
    #expect(found == ["mermaid", "gcsync.yaml"])
    try await project.end()
  }

  @Test func `zsh completes the same`() async throws {
    try await Self.check("zsh") { line, folder in
      let script = """
        compdef() { }
        _describe() { print -rl -- "${described[@]}" }
        source <(gcsync completion zsh)
        words=(gcsync "${(@s: :)1}"); CURRENT=$#words
        _gcsync
        """
      return try await Self.offered("zsh", ["-f", "-c", script, "zsh", line], in: folder)
        .map { String($0.prefix { $0 != ":" }) }
    }
  }

  @Test func `fish completes the same`() async throws {
    try await Self.check("fish") { line, folder in
      let script = "gcsync completion fish | source; complete -C 'gcsync \(line)'"
      return try await Self.offered("fish", ["--no-config", "-c", script], in: folder)
    }
  }

  @Test func `outside of a project, or in a broken one, it stays quiet`() async throws {
    let folder = ScaffoldedProject.newFolder()
    try Files.createDirectory("\(folder)/manifests")
    for text in ["", "kind: [\n", "\u{0}\u{1B}"] {
      if !text.isEmpty {
        try Files.write(Array(text.utf8), to: "\(folder)/gcsync.yaml")
        try Files.write(Array(text.utf8), to: "\(folder)/manifests/x.yaml")
      }
      for words in [["why", ""], ["plan", "-e", ""], ["undo", ""], ["nothing", ""], []] {
        let outcome = await ScaffoldedProject.run(
          ["__complete", "bash", "-C", folder] + words)
        #expect(outcome.code == .done)
        #expect(outcome.err.isEmpty)
      }
    }
    try FileManager.default.removeItem(atPath: folder)
  }
}
