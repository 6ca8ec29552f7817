import CommandLine
import Diagnostics
import Foundation
import JSON
import JSONSchema
import Manifests
import Reconciler
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
