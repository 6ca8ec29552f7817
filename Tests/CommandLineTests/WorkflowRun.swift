import Diagnostics
import Foundation
import Glibc
import JSON
import TestSupport
import Testing
import World
import YAML

/// A runner that plays the jobs of a workflow file: every script in bash, with the binary that was built.
///
/// It knows just the names that a test gives values to; one more is a failure, so that nothing in a
/// workflow goes unseen.
final class WorkflowRun {
  /// The repository's folder.
  let folder: String
  let document: JSON
  private let project: String
  /// What the names in `${{ … }}` and the variables of the runner stand for.
  var expressions: [String: String] = [:]
  var variables: [String: String]
  /// Artifacts by their names, each the bytes of its one file.
  var artifacts: [String: [UInt8]] = [:]
  /// The artifacts that were fetched, each with the run it was asked of.
  private(set) var fetched: [String] = []
  private(set) var outputs: [String: String] = [:]
  private(set) var log = ""
  private let place: String

  /// Takes a workflow of a repository, with a project in a folder of it.
  init(
    _ path: String, in folder: String, project: String, variables: [String: String]
  ) throws {
    self.folder = folder
    self.project = project
    let text = try Files.read("\(folder)/\(path)")
    document = try #require(
      YAML.documents(in: .init(name: path, bytes: text)).documents.first?.value)
    place = "\(folder)/.runner"
    try Files.createDirectory(place)
    self.variables = variables
  }

  /// The steps of a job.
  func steps(_ job: String) -> [JSON] { document["jobs"]?[job]?["steps"]?.array ?? [] }

  /// Plays a job of a GitHub workflow as far as it gets; tells how its last step ended.
  func play(job name: String) async throws -> Int32 {
    let job = try #require(document["jobs"]?[name])
    log = ""
    outputs = [:]
    for file in ["summary", "output", "path"] { try Files.write([], to: "\(place)/\(file)") }
    var code: Int32 = 0
    for step in steps(name) {
      let condition = step["if"]?.string ?? ""
      guard code == 0 || condition.contains("cancelled()"), try holds(condition) else { continue }
      let result = try await play(step, job)
      if code == 0 { code = result }
    }
    return code
  }

  /// Whether a job of a GitHub workflow runs after those that it needs; none has been cancelled.
  func wants(job name: String, after results: [String: String] = [:]) throws -> Bool {
    let job = try #require(document["jobs"]?[name])
    for (name, result) in results { expressions["needs.\(name).result"] = result }
    let condition = job["if"]?.string ?? ""
    let needs = job["needs"]?.array ?? job["needs"].map { [$0] } ?? []
    let isReady = needs.allSatisfy { results[$0.string ?? ""] == "success" }
    return try (isReady || condition.contains("cancelled()")) && holds(condition)
  }

  /// Whether a job is in a GitLab pipeline, and when it runs there.
  func wants(gitLab name: String) throws -> String? {
    let lists = [document["workflow"]?["rules"], document[name]?["rules"]]
    var when: String?
    for list in lists {
      let rule = try list?.array?.first { rule in
        try WorkflowExpression.value(of: rule["if"]?.string ?? "", ignoresCase: false) { word in
          self.variables[String(word.dropFirst())].map { .text($0) } ?? .nothing
        }.isTrue
      }
      guard let rule else { return nil }
      when = rule["when"]?.string ?? "on_success"
    }
    return when
  }

  private func holds(_ condition: String) throws -> Bool {
    guard !condition.isEmpty else { return true }
    let words = condition.wholeMatch(of: /\s*\$\{\{(?<words>.*)\}\}\s*/.dotMatchesNewlines())?.words
    return try WorkflowExpression.value(of: String(words ?? condition[...]), named: named).isTrue
  }

  /// Returns what a name stands for: an output, what the runner tells, or what a test says.
  private func named(_ name: String) -> WorkflowExpression.Value? {
    let outputs = "steps.reviewed.outputs."
    if name.hasPrefix(outputs) {
      return .text(self.outputs[String(name.dropFirst(outputs.count))] ?? "")
    }
    if name.hasPrefix("github.event.pull_request."),
      variables["GITHUB_EVENT_NAME"] != "pull_request"
    {
      return .nothing
    }
    let told = "GITHUB_" + name.dropFirst("github.".count).uppercased()
    let text = name.hasPrefix("github.") ? variables[told] ?? expressions[name] : expressions[name]
    return text.map { .text($0) }
  }

  private func play(_ step: JSON, _ job: JSON) async throws -> Int32 {
    if let action = step["uses"]?.string { return try use(action, step["with"] ?? [:]) }
    let script = try #require(step["run"]?.string)
    #expect(!script.contains("${{"), "an expression in a script runs what an event says")
    var environment = variables
    for layer in [document["env"], job["env"], step["env"]] {
      for member in layer?.object ?? [:] {
        environment[member.key] = try value(member.value.string ?? member.value.text)
      }
    }
    let code = try await bash(
      script, environment, in: document["defaults"]?["run"]?["working-directory"]?.string)
    for line in String(decoding: try Files.read("\(place)/output"), as: UTF8.self).split(
      separator: "\n")
    {
      let halves = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      outputs[String(halves[0])] = halves.count == 2 ? String(halves[1]) : ""
    }
    return code
  }

  private func use(_ action: String, _ inputs: JSON) throws -> Int32 {
    func input(_ name: String) throws -> String { try value(inputs[name]?.string ?? "") }
    switch action {
    case "actions/checkout@v4":
      #expect(inputs["persist-credentials"] == false)
      clean()
    case "actions/upload-artifact@v4":
      let path = "\(folder)/\(try input("path"))"
      #expect(try input("name").allSatisfy { !"\":<>|*?/\\".contains($0) && !$0.isNewline })
      if Files.isDirectory(path) {
        artifacts[try input("name")] = []
      } else if Files.exists(path) {
        artifacts[try input("name")] = try Files.read(path)
        try FileManager.default.removeItem(atPath: path)
      } else if try input("if-no-files-found") == "error" {
        return 1
      }
    case "actions/download-artifact@v4":
      fetched.append("\(try input("name")) of \(try input("run-id"))")
      guard let bytes = artifacts[try input("name")] else { return 1 }
      try Files.write(bytes, to: "\(folder)/\(try input("path"))/release.gcplan")
    default: throw WorkflowExpression.Unknown(description: "the action \(action)")
    }
    return 0
  }

  /// Leaves nothing of an earlier job, not even a state: runners keep no disk.
  private func clean() {
    for folder in [folder, project] {
      for name in ["plan.md", "drift.md", "applied.md", "comment.md", ".gcsync"] {
        try? FileManager.default.removeItem(atPath: "\(folder)/\(name)")
      }
    }
  }

  /// Puts values in place of expressions.
  private func value(_ text: String) throws -> String {
    try text.replacing(/\$\{\{(?<words>.*?)\}\}/.dotMatchesNewlines()) { match in
      try WorkflowExpression.value(of: String(match.words), named: named).text
    }
  }

  /// Plays a job of a GitLab pipeline: what comes before with its script, and what comes after.
  ///
  /// What comes after has a shell of its own, which knows no variables of the first.
  func play(gitLab name: String) async throws -> Int32 {
    let job = try #require(document[name])
    log = ""
    clean()
    let before = (document["default"]?["before_script"]?.array ?? []).compactMap(\.string)
    var environment = variables
    for member in document["variables"]?.object ?? [:] {
      environment[member.key] = member.value.string
    }
    let script = (job["script"]?.array ?? []).compactMap(\.string)
    let code = try await bash((before + script).joined(separator: "\n"), environment)
    let after = (job["after_script"]?.array ?? []).compactMap(\.string)
    if !after.isEmpty {
      environment["CI_JOB_STATUS"] =
        variables["CI_JOB_STATUS"] ?? (code == 0 ? "success" : "failed")
      let late = try await bash(after.joined(separator: "\n"), environment)
      #expect(late == 0, "\(log)")
    }
    return code
  }

  private func bash(
    _ script: String, _ environment: [String: String], in subfolder: String? = nil
  ) async throws -> Int32 {
    let file = "\(place)/script.sh"
    try Files.write(Array(script.utf8), to: file)
    let words = environment.map { "\($0.key)=\($0.value)" }.sorted()
    let call = "cd \"$1\"; bash --noprofile --norc -eo pipefail \"$2\"; echo \"=$?\""
    let folder = subfolder.map { "\(self.folder)/\($0)" } ?? folder
    let output = await ProgramOutput.of(
      "/usr/bin/env", ["-i"] + words + ["bash", "-c", call, "bash", folder, file])
    let text = String(decoding: try #require(output), as: UTF8.self)
    let end = try #require(text.lastIndex(of: "="))
    log += text[..<end]
    return try #require(Int32(text[text.index(after: end)...].dropLast()))
  }

  /// What the job wrote for people.
  var summary: String {
    String(decoding: (try? Files.read("\(place)/summary")) ?? [], as: UTF8.self)
  }

  /// What every runner tells its steps, with the binary on the path.
  static func machine(_ folder: String) throws -> [String: String] {
    [
      "PATH": "\(try binaryFolder()):/usr/local/bin:/usr/bin:/bin", "HOME": folder, "CI": "true",
      "LANG": "C.UTF-8", "AWS_EC2_METADATA_DISABLED": "true", "RUNNER_TEMP": "\(folder)/.runner",
      "GITHUB_STEP_SUMMARY": "\(folder)/.runner/summary",
      "GITHUB_OUTPUT": "\(folder)/.runner/output",
      "GITHUB_PATH": "\(folder)/.runner/path",
    ]
  }

  /// The folder with the binary, which stands beside the tests.
  static func binaryFolder() throws -> String {
    let link = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    var folder = URL(fileURLWithPath: link).deletingLastPathComponent()
    while folder.path != "/", !Files.exists(folder.appendingPathComponent("gcsync").path) {
      folder.deleteLastPathComponent()
    }
    return folder.path
  }
}
