package import Diagnostics
internal import JSON
internal import Reconciler
internal import World
internal import YAML

extension Project {
  /// The name of the project file.
  package static let fileName = "gcsync.yaml"

  /// Returns the folder of the nearest project file, upwards from a directory.
  package static func find(from directory: String) -> String? {
    var folder = directory
    while true {
      if Files.exists("\(folder)/\(fileName)") { return folder }
      guard let slash = folder.lastIndex(of: "/"), folder != "/" else { return nil }
      folder = slash == folder.startIndex ? "/" : String(folder[..<slash])
    }
  }

  /// Loads the project file of a folder, and throws all that is wrong with it.
  ///
  /// `shown` is the folder as the user would write it, for the places in problems.
  package static func load(
    folder: String, shownAs shown: String, kinds: KindLibrary
  ) throws(DiagnosticsError) -> Project {
    let name = shown == "." ? fileName : "\(shown)/\(fileName)"
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try Files.read("\(folder)/\(fileName)", limit: 4 << 20)
    } catch {
      throw DiagnosticsError(.error("unreadable-file", error.description))
    }
    let read = YAML.documents(in: SourceFile(name: name, bytes: bytes))
    guard let document = read.documents.first, !read.diagnostics.hasErrors else {
      throw DiagnosticsError(
        read.diagnostics.isEmpty
          ? [.error("empty-project", "\(name) is empty")] : read.diagnostics)
    }
    let problems = kinds.violations(of: document.value, schema: "Project.json").map { violation in
      violation.diagnostic(in: document, prefix: "")
    }
    guard problems.isEmpty else { throw DiagnosticsError(problems + read.diagnostics) }
    return try Project(document, folder: folder, shownFolder: shown)
  }

  /// Takes a document that the project's schema has accepted.
  private init(
    _ document: LocatedJSON, folder: String, shownFolder: String
  ) throws(DiagnosticsError) {
    func texts(_ key: String) -> [String] { document[key]?.value.array?.compactMap(\.string) ?? [] }
    let limits = document["limits"]?.value
    var problems: [Diagnostic] = []
    let environments = (document["environments"]?.members ?? []).map { member in
      var reading = member.value["mail"].map(MailReading.init)
      let mail = reading?.mail()
      problems += reading?.problems ?? []
      var telling = NotificationReading(member.value["notify"])
      let notifications = telling.notifications()
      problems += telling.problems
      return Environment(member, mail: mail, notifications: notifications)
    }
    var telling = NotificationReading(document["notify"])
    let notifications = telling.notifications()
    problems += telling.problems
    guard problems.isEmpty else { throw DiagnosticsError(problems) }
    guard let state = State(document["state"]?.string ?? Self.standardState) else {
      throw DiagnosticsError(
        .error(
          "invalid-state", "state is neither a folder nor s3://bucket/prefix",
          at: document["state"]?.location,
          hint: "a bucket's name has 3 to 63 lower-case letters, digits, dots and hyphens"))
    }
    self.init(
      folder: folder,
      shownFolder: shownFolder,
      owner: document["owner"]?.string ?? "",
      manifests: document["manifests"] == nil ? ["manifests"] : texts("manifests"),
      schemas: texts("schemas"),
      policies: texts("policies"),
      state: state,
      namesState: document["state"] != nil,
      defaultEnvironment: document["defaultEnvironment"]?.string,
      fingerprintKey: SecretSource(document["fingerprintKey"]),
      limits: Guard(limits),
      pageCap: limits?["pages"]?.int,
      environments: environments.map { $0.told(with: notifications) },
      location: document.location)
  }
}

extension Project.Environment {
  fileprivate init(
    _ member: LocatedJSON.Member, mail: Project.Mail?, notifications: [Project.Notification]
  ) {
    let value = member.value
    let variables = (value["variables"]?.members ?? []).map { ($0.key, $0.value) }
    self.init(
      name: member.key,
      genesys: Project.Genesys(value["genesys"] ?? value),
      aws: Project.AWS(value["aws"]?.value),
      mail: mail,
      notifications: notifications,
      variables: Dictionary(variables, uniquingKeysWith: { first, _ in first }),
      overlays: value["overlays"]?.value.array?.compactMap(\.string) ?? [])
  }
}

extension Project.Genesys {
  fileprivate init(_ value: LocatedJSON) {
    self.init(
      profile: value["profile"]?.string.flatMap(Profile.init) ?? .guide,
      domain: value["domain"]?.string,
      apiURL: value["apiURL"]?.string,
      loginURL: value["loginURL"]?.string,
      clientID: SecretSource(value["clientId"]),
      clientSecret: SecretSource(value["clientSecret"]),
      location: value.location)
  }
}

extension Project.AWS {
  fileprivate init(_ value: JSON?) {
    self.init(
      region: value?["region"]?.string, endpoint: value?["endpoint"]?.string,
      profile: value?["profile"]?.string,
      assumeRole: AssumeRole(value?["assumeRole"]))
  }
}

extension Project.AWS.AssumeRole {
  fileprivate init?(_ value: JSON?) {
    guard let value, let arn = value["arn"]?.string else { return nil }
    self.init(
      arn: arn, externalID: value["externalId"]?.string,
      sessionName: value["sessionName"]?.string, durationSeconds: value["durationSeconds"]?.int)
  }
}

extension SecretSource {
  init?(_ value: LocatedJSON?) {
    guard let reference = value?["secretRef"], let text = reference.string else { return nil }
    self.init(text, at: reference.location)
  }
}

extension Guard {
  fileprivate init(_ limits: JSON?) {
    let standard = Guard()
    self.init(
      updatePercent: limits?["updatePercent"]?.int ?? standard.updatePercent,
      deletePercent: limits?["deletePercent"]?.int ?? standard.deletePercent,
      minimumExisting: limits?["minimumExisting"]?.int ?? standard.minimumExisting)
  }
}
