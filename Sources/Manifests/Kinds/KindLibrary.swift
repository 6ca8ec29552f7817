package import Diagnostics
package import JSON
internal import JSONSchema
package import Reconciler
internal import World

/// The kinds there are: those built in, and those of the project's own `schemas/` folders.
package struct KindLibrary: Sendable {
  package private(set) var kinds: [String: Kind] = [:]
  /// Every schema file by its name, `common.json` among them.
  package private(set) var documents: [String: JSON] = [:]
  /// The schemas as files are written: variables and forms allowed.
  private let written = SchemaRegistry()
  /// The schemas once variables are in: a variable's form is no longer a value.
  private let resolved = SchemaRegistry()

  /// Loads the built-in kinds, and over them the files of folders, of which later ones win.
  ///
  /// The built-in schemas are known to be good and are not checked every time, unless asked for or
  /// what they share is replaced.
  package static func load(
    folders: [String] = [], checksBuiltIn: Bool = false
  ) -> (KindLibrary, [Diagnostic]) {
    load(folders.map { Project.File(path: $0, shown: $0) }, checksBuiltIn: checksBuiltIn)
  }

  /// Loads the built-in kinds, the files of folders, and last some files that need not be there.
  package static func load(
    _ folders: [Project.File], adding further: [SourceFile] = [], checksBuiltIn: Bool = false
  ) -> (KindLibrary, [Diagnostic]) {
    var library = KindLibrary()
    var problems: [Diagnostic] = []
    var own: [SourceFile] = []
    for folder in folders where Files.isDirectory(folder.path) {
      let names = ((try? Files.list(folder.path)) ?? []).filter { !$0.isDirectory }.map(\.name)
      for file in names.filter({ $0.hasSuffix(".json") }).map(folder.below) {
        do throws(FileError) {
          let bytes = try Files.read(file.path, limit: 4 << 20)
          own.append(SourceFile(name: file.shown, bytes: bytes))
        } catch {
          problems.append(.error("unreadable-file", error.description))
        }
      }
    }
    own += further
    let checksAll = checksBuiltIn || own.contains(where: isShared)
    for file in EmbeddedSchemas.files {
      if checksAll {
        library.read(SourceFile(name: "schemas/\(file.name)", bytes: file.bytes), &problems)
      } else {
        library.documents[file.name] = try? JSON.parse(file.bytes)
      }
    }
    for file in own { library.read(file, isOwn: true, &problems) }
    library.compile(&problems, checksAll: checksAll)
    return (library, problems)
  }

  /// Whether a file is one that the others rest on.
  private static func isShared(_ file: SourceFile) -> Bool {
    ["common.json", "x-gcsync.json"].contains { file.name == $0 || file.name.hasSuffix("/\($0)") }
  }

  private mutating func read(
    _ file: SourceFile, isOwn: Bool = false, _ problems: inout [Diagnostic]
  ) {
    let name = file.name.split(separator: "/").last.map(String.init) ?? file.name
    ownFiles[name] = isOwn ? file.name : nil
    do throws(DiagnosticsError) {
      let document = try JSON.parseLocated(file)
      documents[name] = document.value
      files[name] = document
    } catch {
      problems += error.diagnostics
    }
  }

  /// The file that describes each kind.
  private var fileNames: [String: String] = [:]
  /// The files that are the project's own, by their names, as they are shown.
  private var ownFiles: [String: String] = [:]
  /// The documents with their places, for problems found in them.
  private var files: [String: LocatedJSON] = [:]

  private mutating func compile(_ problems: inout [Diagnostic], checksAll: Bool) {
    register()
    for (name, document) in documents.sorted(by: { $0.key < $1.key }) {
      guard document["x-gcsync"] != nil, name != "x-gcsync.json" else { continue }
      if checksAll || ownFiles[name] != nil {
        problems += vocabularyProblems(in: name) + schemaProblems(in: name)
      }
      let compiled = Kind(schema: document, file: ownFiles[name]) { reference in
        target(of: reference, in: document)
      }
      guard let kind = compiled else {
        problems.append(
          .error(
            "not-a-kind", "the schema has no title to name its kind", at: files[name]?.location))
        continue
      }
      kinds[kind.name] = kind
      fileNames[kind.name] = name
    }
  }

  private func register() {
    for (name, document) in documents {
      written.add(document, at: name)
      var strict = document
      let variable = JSONPointer(["$defs", "variable"])
      if strict[variable] != nil { strict[variable] = .bool(false) }
      resolved.add(strict, at: name)
    }
  }

  /// Follows a reference such as `common.json#/$defs/days` or `#/$defs/own`.
  func target(of reference: String, in document: JSON) -> JSON? {
    let halves = reference.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    let root = halves.first.map(String.init) ?? ""
    let pointer = halves.count == 2 ? JSONPointer(parsing: String(halves[1])) : .root
    return pointer.flatMap { (root.isEmpty ? document : documents[root])?[$0] }
      ?? pointer.flatMap { documents["common.json"]?[$0] }
  }
}

extension KindLibrary {
  /// When a document is checked.
  enum Stage: Sendable { case asWritten, resolved }

  /// Returns what in a manifest is not as its kind's schema demands.
  func violations(of manifest: JSON, kind: String, at stage: Stage) -> [SchemaViolation] {
    let registry = stage == .asWritten ? written : resolved
    guard let name = fileName(of: kind), let schema = try? registry.schema(at: name) else {
      return []
    }
    // Null asks for a field to be cleared, and so may stand wherever the field may be left out.
    guard let cleaned = manifest["spec"].flatMap({ kinds[kind]?.spec.withoutClearings($0) }) else {
      return schema.validate(manifest)
    }
    var document = manifest
    document["spec"] = cleaned
    return schema.validate(document)
  }

  /// Whether a document is what its schema says, before any variable is filled in.
  package func accepts(_ document: JSON, kind: String) -> Bool {
    fileName(of: kind) == nil
      ? violations(of: document, schema: "\(kind).json").isEmpty
      : violations(of: document, kind: kind, at: .asWritten).isEmpty
  }

  func violations(of value: JSON, schema: String) -> [SchemaViolation] {
    (try? written.schema(at: schema))?.validate(value) ?? []
  }

  func fileName(of kind: String) -> String? { fileNames[kind] }

  /// The documents that have a schema: all kinds, and the project file and its like.
  package var documentNames: [String] {
    let others = documents.filter { file, schema in
      schema["x-gcsync"] == nil && schema["title"]?.string.map { "\($0).json" } == file
    }
    return (kinds.keys + others.keys.map { String($0.dropLast(".json".count)) }).sorted()
  }

  /// Returns the schema of a kind, or of the project file and its like, as it stands in its file.
  func document(named name: String) -> JSON? {
    if let file = fileName(of: name) { return documents[file] }
    return documentNames.contains(name) ? documents["\(name).json"] : nil
  }

  /// Whether a schema file of that name, a kind's or another, is there already.
  package func hasFile(named name: String) -> Bool { documents[name] != nil }

  /// Says why a file is no schema, since a schema that cannot be compiled would accept anything.
  private func schemaProblems(in name: String) -> [Diagnostic] {
    do {
      _ = try written.schema(at: name)
      _ = try resolved.schema(at: name)
      return []
    } catch {
      var problem =
        (error as? SchemaError)?.diagnostic
        ?? .error("malformed-schema", "the schema \(name) cannot be used")
      problem.location = problem.location ?? files[name]?.location
      return [problem]
    }
  }

  /// Checks every `x-gcsync` of a file against the vocabulary.
  private func vocabularyProblems(in name: String) -> [Diagnostic] {
    guard let file = files[name] else { return [] }
    var problems: [Diagnostic] = []
    func check(_ node: LocatedJSON, isRoot: Bool) {
      for member in node.members ?? [] {
        if member.key == "x-gcsync" {
          let part = isRoot ? "kind" : "field"
          let found = violations(of: member.value.value, schema: "x-gcsync.json#/$defs/\(part)")
          problems += found.map { violation in
            Diagnostic(
              .error, violation.code == "unknown-field" ? "unknown-word" : violation.code,
              "x-gcsync\(violation.instance.description) \(violation.message)",
              at: violation.location(in: member.value), hint: violation.hint)
          }
        } else {
          check(member.value, isRoot: false)
        }
      }
      for element in node.array ?? [] { check(element, isRoot: false) }
    }
    check(file, isRoot: true)
    return problems
  }
}

extension SchemaViolation {
  /// Returns the place to point at: the name of a member that should not be there, the name of a
  /// block that lacks something, since the block itself begins at what it has, else the value.
  func location(in document: LocatedJSON) -> SourceLocation {
    let value = document.location(of: instance)
    guard let key = document.keyLocation(of: instance) else { return value }
    let isBlock = document[instance]?.members != nil && key.line != value.line
    return isAboutKey || code == "missing-field" && isBlock ? key : value
  }
}
