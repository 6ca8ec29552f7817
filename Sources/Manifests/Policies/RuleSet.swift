package import Diagnostics
internal import JSON
internal import JSONSchema
package import Reconciler
internal import World
internal import YAML

/// The rules a project holds over its plans, and all that is wrong with them.
package struct RuleSet: Sendable {
  /// What stands under `policies` for the rules that come with gcsync.
  package static let standard = "gcsync:standard"

  package private(set) var rules: [Rule] = []
  package private(set) var diagnostics: [Diagnostic] = []
  private let registry = SchemaRegistry()
  private var places: [String: SourceLocation] = [:]

  /// No rules at all, for what holds none over anything.
  package static let none = RuleSet()

  private init() {}

  /// Loads the files and folders that a project names under `policies`.
  package static func load(project: Project, kinds: KindLibrary) -> RuleSet {
    var set = RuleSet()
    if project.policies.contains(standard) {
      set.read(SourceFile(name: standard, bytes: EmbeddedSchemas.standardRules), kinds)
    }
    for policy in project.policyPaths { set.load(policy.path, shownAs: policy.shown, kinds) }
    return set
  }

  private mutating func load(_ path: String, shownAs shown: String, _ kinds: KindLibrary) {
    do throws(FileError) {
      guard Files.isDirectory(path) else {
        read(SourceFile(name: shown, bytes: try Files.read(path, limit: 4 << 20)), kinds)
        return
      }
      for entry in try Files.list(path)
      where entry.name.hasSuffix(".yaml") || entry.name.hasSuffix(".yml") {
        load("\(path)/\(entry.name)", shownAs: "\(shown)/\(entry.name)", kinds)
      }
    } catch {
      diagnostics.append(
        .error(
          error.reason == .notFound ? "missing-path" : "unreadable-file",
          error.reason == .notFound
            ? "there is no \(shown), which gcsync.yaml names under policies" : error.description,
          hint: "policies are files, folders, or \(Self.standard)"))
    }
  }

  private mutating func read(_ file: SourceFile, _ kinds: KindLibrary) {
    let read = YAML.documents(in: file)
    diagnostics += read.diagnostics
    for document in read.documents {
      let problems = kinds.violations(of: document.value, schema: "Rule.json").map {
        $0.diagnostic(in: document, prefix: "")
      }
      diagnostics += problems
      if problems.isEmpty { add(document) }
    }
  }

  /// Takes a document that the schema of rules has accepted.
  private mutating func add(_ document: LocatedJSON) {
    guard let spec = document["spec"], let name = document["metadata"]?["name"]?.string,
      let level = spec["level"]?.string.flatMap(Rule.Level.init), let match = spec["match"],
      let message = spec["message"]?.string
    else { return }
    if let other = places.updateValue(document.location, forKey: name) {
      diagnostics.append(
        .error(
          "duplicate-rule", "the rule \(name) is declared twice", at: document.location,
          notes: [.init("it is declared here, too", at: other)]))
      return
    }
    do {
      let schema = try Schema(compiling: match.value, uri: "rule:\(name)", registry: registry)
      rules.append(Rule(name: name, level: level, match: schema, message: message))
    } catch {
      var problem =
        (error as? SchemaError)?.diagnostic
        ?? .error("malformed-schema", "the rule's match cannot be used")
      problem.location = match.location
      diagnostics.append(problem)
    }
  }
}
