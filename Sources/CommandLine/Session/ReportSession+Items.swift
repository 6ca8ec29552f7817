internal import Diagnostics
internal import Manifests
internal import Reconciler
internal import Reports
internal import World

extension ReportSession {
  static let kind = "ReportSchedule"

  /// The reports that can be sent, and what is wrong with those that cannot.
  struct Schedules: Sendable {
    var items: [ReportRunner.Item] = []
    var problems: [Diagnostic] = []
  }

  /// The reports that are sent: those that were published, or those of the manifests where that was
  /// asked for.
  func schedules() async throws -> Schedules {
    guard !isFromManifests else {
      let since = world.now().advanced(by: .seconds(-Self.reach))
      return Schedules(items: session.declaredReports(since: since))
    }
    return try await publishedSchedules()
  }

  /// Returns the report of a name.
  func item(named name: String) async throws -> ReportRunner.Item {
    let schedules = try await schedules()
    guard let item = schedules.items.first(named: name) else {
      invocation.report(schedules.problems)
      throw schedules.items.unknown(name, isFromManifests ? "declared" : "published")
    }
    return item
  }

  private func publishedSchedules() async throws -> Schedules {
    let published = try await Publications(documents).all(of: Self.kind)
    // What another project has published is for its own runner: its files are not here.
    let own = published.filter { $0.provenance.owner == session.project.owner }
    let others = Set(published.map(\.provenance.owner)).subtracting([session.project.owner])
    if !others.isEmpty {
      let names = others.sorted().joined(separator: ", ")
      invocation.say("passing over \(counted(published.count - own.count, "schedule")) of \(names)")
    }
    let isPlatform = session.environment.genesys.profile == .platform
    var schedules = Schedules()
    for publication in own {
      let (declaration, problems) = ReportDeclaration.read(
        publication.spec, isPlatform: isPlatform, address: "\(Self.kind)/\(publication.name)")
      if let declaration {
        schedules.items.append(
          ReportRunner.Item(
            id: publication.id, declaration: declaration, since: publication.since))
      } else {
        schedules.problems.append(
          .error(
            "schedule-unusable", "the published schedule \(publication.name) is not sent",
            address: "\(Self.kind)/\(publication.name)",
            notes: problems.filter { $0.severity == .error }.map { .init($0.message) },
            hint: "correct its manifest and apply it"))
      }
    }
    schedules.items.sort { $0.declaration.name < $1.declaration.name }
    return schedules
  }

  /// How far back a run without a state looks for what is due, in seconds.
  private static let reach = 15 * 60
}

extension Session {
  /// The reports that the manifests declare.
  func declaredReports(since: Timestamp) -> [ReportRunner.Item] {
    let objects = manifests.desired(
      owner: project.owner, environment: environment.name, pieces: pieces
    ) { _ in nil }
    let isPlatform = environment.genesys.profile == .platform
    return objects.filter { $0.address.kind == ReportSession.kind }.compactMap { object in
      ReportDeclaration.read(object.spec, isPlatform: isPlatform).declaration.map {
        ReportRunner.Item(id: object.clientID, declaration: $0, since: since)
      }
    }
  }

  /// Returns the report of a name that the manifests declare.
  func declaredReport(named name: String) throws(CommandFailure) -> ReportRunner.Item {
    let items = declaredReports(since: invocation.world.now())
    guard let item = items.first(named: name) else { throw items.unknown(name, "declared") }
    return item
  }
}

extension [ReportRunner.Item] {
  /// Returns the report of a name or an id.
  func first(named name: String) -> ReportRunner.Item? {
    first { $0.declaration.name == name || $0.id == name }
  }

  /// Says that there is no such report, and what there is.
  ///
  /// A function that throws this itself makes the optimiser of Swift 6.2 crash in its asynchronous callers.
  func unknown(_ name: String, _ word: String) -> CommandFailure {
    let names = map(\.declaration.name)
    let near = nearestName(to: name, in: names)
    let list = names.isEmpty ? "there are none" : "there are " + names.joined(separator: ", ")
    return CommandFailure(
      .error,
      .error(
        "unknown-report", "no report \"\(name)\" is \(word)",
        hint: near.map { "did you mean \"\($0)\"?" } ?? list))
  }
}
