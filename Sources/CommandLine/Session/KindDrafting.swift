internal import Diagnostics
internal import Genesys
internal import HTTP
internal import JSON
internal import Manifests
internal import Reconciler
internal import World

/// Makes the schema of a kind that does not exist yet, from what the org has.
struct KindDrafting: Sendable {
  private let session: Session
  let name: String
  private let file: Project.File
  private let path: String
  private let query: [(name: String, value: String)]
  let nameField: String

  /// Refuses a name that cannot be a kind's, and whatever else shows before anything is contacted.
  init(_ session: Session, name: String) throws {
    self.session = session
    self.name = name
    try Self.check(name, session)
    let arguments = session.invocation.arguments
    guard let text = arguments.last("list-path"), text.hasPrefix("/"),
      let url = URL(parsing: "http://localhost")?.resolving(text), url.path.count > 1
    else {
      throw Arguments.Misuse(
        message: "--list-path is where the org lists the objects, such as /api/v2/routing/skills")
    }
    path = url.path.hasSuffix("/") ? String(url.path.dropLast()) : url.path
    query = url.query.map { ($0.name, $0.value) }
    let pointer = JSONPointer(parsing: arguments.last("name-field") ?? "/name")
    guard let tokens = pointer?.tokens, tokens.count == 1, !tokens[0].isEmpty else {
      throw Arguments.Misuse(
        message: "--name-field is a pointer to a member of the objects, such as /title")
    }
    nameField = tokens[0]
    file = try Self.file(name, session)
  }

  private static func check(_ name: String, _ session: Session) throws {
    guard name.wholeMatch(of: /[A-Z][A-Za-z0-9]*/) != nil else {
      throw Arguments.Misuse(
        message: "a kind's name is letters and digits and begins with a capital, as Skill does; "
          + "not \"\(name)\"")
    }
    let taken = session.kinds.kinds[name]?.file ?? "gcsync"
    guard !session.kinds.hasFile(named: "\(name).json"), session.kinds.kinds[name] == nil else {
      throw CommandFailure(
        .error,
        .error(
          "kind-exists", "\(taken) has \(name) already", hint: "choose another name for your kind"))
    }
    guard session.environment.genesys.profile == .platform else {
      throw CommandFailure(
        .error,
        .error(
          "wrong-profile",
          "the environment \(session.environment.name) speaks the profile guide, and kinds of "
            + "one's own live in the platform's API", at: session.environment.genesys.location,
          hint: "choose an environment of the profile platform with -e"))
    }
  }

  /// Where the schema goes; refuses a file that is there.
  private static func file(_ name: String, _ session: Session) throws -> Project.File {
    let file: Project.File
    if let path = session.invocation.arguments.last("out") {
      file = Project.File(path: path, shown: path)
    } else if let folder = session.project.schemaFolders.first {
      file = folder.below("\(name).json")
    } else {
      throw CommandFailure(
        .error,
        .error(
          "no-schemas", "the project names no folder for kinds of its own",
          at: session.project.location,
          hint: "add `schemas: [schemas]` to gcsync.yaml, or name a file with --out"))
    }
    guard !Files.exists(file.path) else {
      throw CommandFailure(
        .error,
        .error(
          "file-exists", "\(file.shown) is there already",
          hint: "move it away, or choose another file with --out"))
    }
    return file
  }

  func perform() async throws -> ExitCode {
    let subject = try await subject()
    let draft = KindDraft(subject.value, kinds: session.kinds)
    let bytes = Array(draft.text.utf8)
    let problems = session.kinds.problems(with: SourceFile(name: file.shown, bytes: bytes), session)
    guard !problems.hasErrors else { throw CommandFailure(.error, problems) }
    do throws(FileError) {
      let folder = file.path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
      if !folder.isEmpty { try Files.createDirectory(folder.joined(separator: "/")) }
      try Files.write(bytes, to: file.path)
    } catch {
      throw CommandFailure(
        .error, .error("output-not-written", error.description, hint: error.writingRemedy))
    }
    session.invocation.console.out("\(file.shown)\n")
    session.invocation.say(advice(draft, subject.remarks))
    return .done
  }

  /// Reads the list and the object to learn from.
  private func subject() async throws -> (value: KindDraft.Subject, remarks: [String]) {
    let reader = try await Connection(session).reader
    do throws(DiagnosticsError) {
      let list = try await reader.probe(path, query: query)
      let (sample, remark) = try await sample(list, reader)
      try checkName(sample)
      let isListed = list.objects.contains { $0["id"] == sample["id"] }
      let objects = list.objects + (isListed ? [] : [sample])
      let subject = KindDraft.Subject(
        kind: name, path: path, query: query, paging: list.paging, pageSize: ListProbe.pageSize,
        nameField: nameField, objects: objects, sample: sample)
      return (subject, remarks(list) + [remark].compactMap(\.self))
    } catch {
      let problems = error.diagnostics
      throw CommandFailure(problems.areRefused ? .authentication : .error, problems)
    }
  }

  private func sample(
    _ list: ListProbe, _ reader: GenesysReader
  ) async throws(DiagnosticsError) -> (JSON, remark: String?) {
    let wanted = session.invocation.arguments.last("sample")
    guard let id = wanted ?? list.objects.first?["id"]?.string else {
      throw DiagnosticsError(
        .error(
          "no-sample", "the list at \(path) is empty, so that there is nothing to learn from",
          hint: "create one object in the org, and delete it afterwards"))
    }
    if let object = try await reader.object(id, in: path) { return (object, nil) }
    guard let listed = list.objects.first(where: { $0["id"]?.string == id }) else {
      throw DiagnosticsError(
        .error(
          "no-sample", "\(path) has no object \(id)",
          hint: "leave --sample out to learn from the first of the list"))
    }
    return (
      listed,
      "the wire: \(path)/{id} cannot be read, so that update and delete may go elsewhere, too"
    )
  }

  private func checkName(_ sample: JSON) throws(DiagnosticsError) {
    if let name = sample[nameField]?.string, !name.isEmpty { return }
    let texts = (sample.object ?? [:]).filter { $0.value.string != nil && $0.key != "id" }
    throw DiagnosticsError(
      .error(
        "no-name", "the object has no text at /\(nameField) that could be its name",
        hint: "name the member with --name-field; texts are "
          + texts.map { "/\($0.key)" }.joined(separator: ", ")))
  }
}

extension KindLibrary {
  /// Returns what would be wrong with the project's kinds if a file were among them.
  fileprivate func problems(with file: SourceFile, _ session: Session) -> [Diagnostic] {
    KindLibrary.load(session.project.schemaFolders, adding: [file]).1
  }
}
