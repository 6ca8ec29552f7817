import CommandLine
import Diagnostics
import Foundation
import JSON
import JSONSchema
import Manifests
import Reconciler
import TestSupport
import Testing
import World
import YAML

/// `gcsync init`, from an empty folder to a project that plans, applies and is in sync.
@Suite(.timeLimit(.minutes(20))) struct InitTests {
  private static let portable = "DataAction,EventPipeline,RecordingPolicy,ReportSchedule,Webhook"

  @Test(arguments: [
    ["--profile", "guide"], ["--profile", "platform"],
    ["--profile", "guide", "--kinds", "StorageTarget,DataAction,RecordingPolicy,ReportSchedule"],
    ["--profile", "platform", "--kinds", "Webhook,Group", "--kinds", "Role"],
    ["--profile", "platform", "--kinds", "none"],
  ])
  func `what it writes validates, is tidy, applies, and is then in sync`(words: [String])
    async throws
  {
    let project = try await ScaffoldedProject(
      words: ["--owner", "acme/contact-center", "--ci", "github"] + words)
    let validate = await project.run("validate", "--strict")
    #expect(validate.code == .done, "\(validate.err)")
    #expect(await project.run("validate", "-e", "prod").code == .done)
    #expect(await project.run("fmt", "--check").out.isEmpty)
    let isEmpty = words.last == "none"
    #expect(await project.run("plan").code == (isEmpty ? .done : .changes))
    let apply = await project.run("apply", "--yes")
    #expect(apply.code == .done, "\(apply.err)")
    let again = await project.run("plan")
    #expect(again.code == .done, "\(again.out)")
    let prod = await project.run("plan", "-e", "prod")
    // It is the same org here, so that an overlay of what the org does not keep changes nothing.
    #expect(isEmpty ? prod.code == .done : [.done, .changes].contains(prod.code), "\(prod.err)")
    try await project.end()
  }

  @Test(arguments: Profile.allCases)
  func `every manifest is what the schema of its first line asks for`(profile: Profile)
    async throws
  {
    let kinds = profile == .guide ? Self.portable : "Queue,Trigger,Webhook"
    let project = try await ScaffoldedProject(
      words: ["--profile", profile.rawValue, "--kinds", kinds])
    let registry = SchemaRegistry()
    for path in project.files where path.hasPrefix("schemas/gcsync/") {
      registry.add(try JSON.parse(try project.text(of: path)), at: path)
    }
    var checked = 0
    for path in project.files where path.hasSuffix(".yaml") {
      let text = try project.text(of: path)
      guard let line = text.firstMatch(of: /\$schema=(?:\.\.\/)?(\S+)/) else { continue }
      let any =
        path.hasPrefix("manifests/") ? "schemas/gcsync/manifest.json" : String(line.1)
      for document in YAML.documents(in: .init(name: path, text: text)).documents {
        for schema in [String(line.1), any] {
          let found = try registry.schema(at: schema).validate(document.value)
          #expect(found.isEmpty, "\(path) against \(schema): \(found.map(\.message))")
        }
        var broken = document.value
        broken["mistake"] = true
        #expect(try !registry.schema(at: String(line.1)).validate(broken).isEmpty)
        checked += 1
      }
    }
    #expect(checked >= 4)
    let overlay = try #require(project.files.first { $0.hasPrefix("envs/prod/") })
    let document = YAML.documents(in: .init(name: overlay, text: try project.text(of: overlay)))
    #expect(
      try registry.schema(at: "schemas/gcsync/overlays/manifest.json")
        .validate(document.documents.first?.value ?? [:]).isEmpty)
    try await project.end()
  }

  @Test func `what a snippet inserts is valid as it stands`() async throws {
    let project = try await ScaffoldedProject(words: ["--profile", "platform", "--kinds", "Queue"])
    let snippets = try JSON.parse(try project.text(of: ".vscode/gcsync.code-snippets"))
    let names = Set(snippets.object?.map(\.key) ?? [])
    #expect(names.isSuperset(of: ["DataAction", "RecordingPolicy", "StorageTarget", "Queue"]))
    let registry = SchemaRegistry()
    for path in project.files where path.hasPrefix("schemas/gcsync/") {
      registry.add(try JSON.parse(try project.text(of: path)), at: path)
    }
    for snippet in snippets.object ?? [:] {
      let lines = snippet.value["body"]?.array?.compactMap(\.string) ?? []
      let text = Self.inserted(lines.joined(separator: "\n"))
      let document = YAML.documents(in: .init(name: snippet.key, text: text)).documents.first
      let found = try registry.schema(at: "schemas/gcsync/\(snippet.key).json")
        .validate(document?.value ?? .null)
      #expect(found.isEmpty, "\(snippet.key): \(found.map(\.message))\n\(text)")
      #expect(lines.contains("  name: ${1:name}"))
    }
    try await project.end()
  }

  /// Takes the suggestion of every place of a snippet.
  private static func inserted(_ text: String) -> String {
    text.replacing(/\$\{[0-9]+\|(?<first>[^,|]*)[^|]*\|\}/) { String($0.first) }
      .replacing(/\$\{[0-9]+:(?<words>(\\.|[^\\}])*)\}/) { match in
        match.words.replacing(/\\(.)/) { String($0.1) }
      }
      .replacing("$0", with: "")
  }

  @Test func `it writes over nothing, and names what stands in the way`() async throws {
    let project = try await ScaffoldedProject("--profile", "guide")
    let again = await ScaffoldedProject.run(["init", project.folder, "--yes", "--profile", "guide"])
    #expect(again.code == .error)
    #expect(again.err.contains("gcsync.yaml already"), "\(again.err)")
    #expect(again.err.contains("--keep"))

    let own = "# my own\n"
    try project.write(own, to: "manifests/webhooks.yaml")
    try FileManager.default.removeItem(atPath: "\(project.folder)/sandbox/seed.yaml")
    let keep = await ScaffoldedProject.run(
      ["init", project.folder, "--yes", "--profile", "guide", "--keep"])
    #expect(keep.code == .done)
    #expect(keep.out.contains("sandbox/seed.yaml\n"))
    #expect(try project.text(of: "manifests/webhooks.yaml") == own)
    try await project.end()
  }

  @Test func `a repository's own .gitignore stays, and is told what it lacks`() async throws {
    let folder = ScaffoldedProject.newFolder()
    try Files.createDirectory("\(folder)/.git")
    try Files.write(Array("*.o\n".utf8), to: "\(folder)/.gitignore")
    try Files.write(
      Array("[remote \"origin\"]\n\turl = git@gitlab.example.com:acme/voice.git\n".utf8),
      to: "\(folder)/.git/config")
    let outcome = await ScaffoldedProject.run(["init", folder, "--yes", "--profile", "platform"])
    #expect(outcome.code == .done)
    #expect(outcome.err.contains(".gitignore stands there and was left as it is"))
    #expect(outcome.err.contains("add .gcsync/ and *.gcplan to it"))
    #expect(String(decoding: try Files.read("\(folder)/.gitignore"), as: UTF8.self) == "*.o\n")
    // Owner and code host are those of the repository.
    #expect(Files.exists("\(folder)/.gitlab-ci.yml"))
    let project = String(decoding: try Files.read("\(folder)/gcsync.yaml"), as: UTF8.self)
    #expect(project.contains("owner: acme/voice "))
    try FileManager.default.removeItem(atPath: folder)
  }

  @Test func `the hook of a project in a folder checks it from the repository's root`()
    async throws
  {
    let root = ScaffoldedProject.newFolder()
    try Files.createDirectory("\(root)/.git")
    let outcome = await ScaffoldedProject.run(
      ["init", "\(root)/eu west", "--yes", "--profile", "guide", "--ci", "none", "--hook"])
    #expect(outcome.code == .done, "\(outcome.err)")
    let hook = "eu west/.githooks/pre-commit"
    let text = String(decoding: try Files.read("\(root)/\(hook)"), as: UTF8.self)
    #expect(text.contains("core.hooksPath \"eu west/.githooks\"\n"))
    let path = "PATH=\(try WorkflowRun.binaryFolder()):/usr/bin:/bin"
    let call = "cd \"$1\" && \"$2\"; echo \"=$?\""
    for (manifest, code) in [("", 0), ("kind: Nothing\n", 4)] {
      try Files.write(Array(manifest.utf8), to: "\(root)/eu west/manifests/more.yaml")
      let output = await ProgramOutput.of(
        "/usr/bin/env", ["-i", path, "sh", "-c", call, "sh", root, hook])
      let said = String(decoding: output ?? [], as: UTF8.self)
      #expect(said.hasSuffix("=\(code)\n"), "\(said)")
    }
    try FileManager.default.removeItem(atPath: root)
  }

  @Test(arguments: [
    ("github", ".github/workflows/gcsync.yml"), ("gitlab", ".gitlab-ci.yml"),
  ])
  func `the workflows of a project in a folder stand at the repository's root`(
    host: String, path: String
  ) async throws {
    let root = ScaffoldedProject.newFolder()
    try Files.createDirectory("\(root)/.git")
    let words = [
      "init", "\(root)/voice/genesys", "--yes", "--profile", "guide", "--kinds", "none", "--ci",
      host,
    ]
    let outcome = await ScaffoldedProject.run(words)
    #expect(outcome.code == .done, "\(outcome.err)")
    #expect(outcome.out.contains("../../\(path)\n"))
    #expect(Files.exists("\(root)/\(path)"))
    #expect(!Files.exists("\(root)/voice/genesys/\(path)"))
    #expect(await ScaffoldedProject.run(words + ["--keep"]).code == .done)

    // What stands there is another project's.
    let other = words.map { $0 == "\(root)/voice/genesys" ? "\(root)/text" : $0 }
    let text = try Files.read("\(root)/\(path)")
    let again = await ScaffoldedProject.run(other)
    if host == "github" {
      #expect(again.code == .error)
      #expect(again.err.contains("has ../.github/workflows/gcsync.yml already"), "\(again.err)")
      #expect(!Files.exists("\(root)/text"))
    }
    let kept = await ScaffoldedProject.run(other + ["--keep"])
    #expect(kept.code == .done)
    #expect(Files.exists("\(root)/text/gcsync.yaml"))
    let said = host == "github" ? kept.err : again.err
    #expect(said.contains("../\(path) stands there and was left as it is"), "\(said)")
    #expect(try Files.read("\(root)/\(path)") == text)
    try FileManager.default.removeItem(atPath: root)
  }

  @Test(arguments: [
    ([:], "main"),
    ([".git/HEAD": "1111111111111111111111111111111111111111\n"], "main"),
    ([".git/HEAD": "ref: refs/heads/trunk\n"], "trunk"),
    ([".git/HEAD": "ref: refs/heads/release/2026.1\n"], "release/2026.1"),
    (
      [
        ".git/HEAD": "ref: refs/heads/feature\n",
        ".git/refs/remotes/origin/HEAD": "ref: refs/remotes/origin/master\n",
      ], "master"
    ),
    (
      [
        ".git": "gitdir: other/.git/worktrees/feature\n",
        "other/.git/worktrees/feature/HEAD": "ref: refs/heads/feature\n",
        "other/.git/worktrees/feature/commondir": "../..\n",
        "other/.git/HEAD": "ref: refs/heads/trunk\n",
      ], "trunk"
    ),
  ])
  func `the workflow is for the repository's own main branch`(
    files: [String: String], branch: String
  ) async throws {
    let root = ScaffoldedProject.newFolder()
    for (path, text) in files {
      try Files.createDirectory(
        "\(root)/\(path.split(separator: "/").dropLast().joined(separator: "/"))")
      try Files.write(Array(text.utf8), to: "\(root)/\(path)")
    }
    let outcome = await ScaffoldedProject.run(
      ["init", root, "--yes", "--profile", "guide", "--kinds", "none", "--ci", "github"])
    #expect(outcome.code == .done, "\(outcome.err)")
    let text = String(
      decoding: try Files.read("\(root)/.github/workflows/gcsync.yml"), as: UTF8.self)
    #expect(text.contains("push: {branches: [\"\(branch)\"]}\n"))
    #expect(text.contains("github.ref == 'refs/heads/\(branch)'"))
    try FileManager.default.removeItem(atPath: root)
  }

  @Test(arguments: [
    ("a$(b)", "main", "a workflow cannot name the folder \"a$(b)\""),
    ("a", "it's", "a workflow cannot name the branch \"it's\""),
  ])
  func `what a workflow cannot name is told, and nothing is written`(
    folder: String, branch: String, message: String
  ) async throws {
    let root = ScaffoldedProject.newFolder()
    try Files.createDirectory("\(root)/.git")
    try Files.write(Array("ref: refs/heads/\(branch)\n".utf8), to: "\(root)/.git/HEAD")
    let words = ["init", "\(root)/\(folder)", "--yes", "--profile", "guide"]
    let outcome = await ScaffoldedProject.run(words + ["--ci", "github"])
    #expect(outcome.code == .error)
    #expect(outcome.err.contains(message), "\(outcome.err)")
    #expect(!Files.exists("\(root)/\(folder)"))
    #expect(await ScaffoldedProject.run(words + ["--ci", "none"]).code == .done)
    try FileManager.default.removeItem(atPath: root)
  }

  @Test func `on a terminal it asks for what no option says, and asks again after a mistake`()
    async throws
  {
    let folder = ScaffoldedProject.newFolder()
    let outcome = await ScaffoldedProject.run(
      ["init", folder, "--ci", "none"], answers: ["guid", "guide", "eu-central-1", "acme/x"])
    #expect(outcome.code == .done, "\(outcome.err)")
    #expect(outcome.err.contains("did you mean guide?"))
    let project = String(decoding: try Files.read("\(folder)/gcsync.yaml"), as: UTF8.self)
    for words in ["profile: guide", "domain: mypurecloud.de", "owner: acme/x", "eu-central-1"] {
      #expect(project.contains(words), "\(words)")
    }
    #expect(!Files.exists("\(folder)/.github"))
    try FileManager.default.removeItem(atPath: folder)
  }

  @Test(arguments: [
    ([], "init needs --profile platform"),
    (["--profile", "plattform"], "did you mean platform?"),
    (["--profile", "guide", "--kinds", "Webhok"], "did you mean Webhook?"),
    (["--profile", "guide", "--kinds", "Queue"], "the profile guide has no kind \"Queue\""),
    (["--profile", "guide", "--region", "Europe"], "--region is such as eu-west-1"),
    (["--profile", "guide", "--domain", "nowhere"], "--domain is such as mypurecloud.ie"),
    (["--profile", "guide", "-e", "sandbox"], "-e is a name such as prod"),
    (["--profile", "guide", "--owner", ""], "--owner is one line of text"),
  ])
  func `what makes no sense is told, and nothing is written`(words: [String], message: String)
    async throws
  {
    let folder = ScaffoldedProject.newFolder()
    let outcome = await ScaffoldedProject.run(["init", folder, "--yes"] + words)
    #expect(outcome.code == .error)
    #expect(outcome.err.contains(message), "\(outcome.err)")
    #expect(!Files.exists(folder))
  }

  @Test func `a domain with a slip is pointed out`() async throws {
    let folder = ScaffoldedProject.newFolder()
    let outcome = await ScaffoldedProject.run(
      ["init", folder, "--yes", "--profile", "guide", "--domain", "mypurecloud.ei"])
    #expect(outcome.err.contains("did you mean mypurecloud.ie?"))
    try FileManager.default.removeItem(atPath: folder)
  }

  @Test func `all schemas can be written anew for the editor`() async throws {
    let folder = ScaffoldedProject.newFolder()
    let outcome = await ScaffoldedProject.run(["schema", "--all", "--out", folder])
    #expect(outcome.code == .done, "\(outcome.err)")
    for name in ["Webhook", "Queue", "Project", "manifest", "overlays/Queue"] {
      #expect(Files.exists("\(folder)/\(name).json"), "\(name)")
    }
    try FileManager.default.removeItem(atPath: folder)
  }
}
