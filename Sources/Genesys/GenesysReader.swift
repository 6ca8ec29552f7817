internal import Diagnostics
internal import HTTP
internal import JSON
package import Reconciler
package import World

/// Reads whole collections, and says of each whether it really was all of it.
package struct GenesysReader: Sendable {
  let client: ReadingClient
  let profile: Profile
  private let pageCap: Int?
  private let log: EventLog
  let redactor: Redactor
  let directory: IntegrationDirectory

  /// The guide's own safety limit, for its profile only.
  package static func standardPageCap(_ profile: Profile) -> Int? { profile == .guide ? 50 : nil }

  package init(
    client: ReadingClient, profile: Profile, pageCap: Int?, log: EventLog,
    redactor: Redactor = Redactor()
  ) {
    self.client = client
    self.profile = profile
    self.pageCap = pageCap
    self.log = log
    self.redactor = redactor
    directory = IntegrationDirectory(client: client, redactor: redactor)
  }

  /// Reads the collections of several kinds at the same time, and returns them, and those of their
  /// parts, by name.
  ///
  /// Objects that a list does not show whole are asked for one by one; where `names` says by kind
  /// which names matter, only those and the ones of the ids given. Of kinds with parts, those parts
  /// are read that `needed` names, where it says so.
  package func observeAll(
    _ kinds: [(kind: Kind, declaredIDs: [String])], names: [String: Set<String>]? = nil,
    needed: Set<String>? = nil
  ) async -> [String: ObservedCollection] {
    await withTaskGroup(of: [ObservedCollection].self) { group in
      for (kind, ids) in kinds {
        let wanted = names.map { Wanted(ids: Set(ids), names: $0[kind.name] ?? []) }
        group.addTask {
          await pieces(of: kind, declaredIDs: ids, needed: needed, wanted: wanted)
        }
      }
      return await group.reduce(into: [:]) { all, found in
        for collection in found { all[collection.kind] = collection }
      }
    }
  }

  /// Reads one collection; where the service has no list, the objects of the ids given.
  package func observe(_ kind: Kind, declaredIDs: [String]) async -> ObservedCollection {
    await observe(kind, declaredIDs: declaredIDs, wanted: Wanted(ids: Set(declaredIDs)))
  }

  func observe(
    _ kind: Kind, declaredIDs: [String], wanted: Wanted?
  ) async -> ObservedCollection {
    guard let wire = kind.wires[profile] else { return unsupported(kind) }
    if let whole = kind.whole, wire.identity == .part {
      let found = await pieces(
        of: whole, declaredIDs: declaredIDs, only: kind.name, wanted: wanted)
      return found.first { $0.kind == kind.name } ?? unsupported(kind)
    }
    var reading = await reading(kind, wire)
    guard let ending = await list(&reading) else { return await one(by: declaredIDs, reading) }
    return wire.isPartial ? await whole(reading, ending, wanted) : finish(reading, ending)
  }

  /// Reads the objects of the ids given and nothing else of their collection.
  package func observe(_ kind: Kind, only ids: [String]) async -> ObservedCollection {
    guard let wire = kind.wires[profile] else { return unsupported(kind) }
    return await one(by: ids, reading(kind, wire))
  }

  func reading(_ kind: Kind, _ wire: Wire) async -> Reading {
    var reading = Reading(
      kind: kind, wire: wire,
      problems: RequestProblem(
        redactor: redactor, subject: kind.name, permissions: wire.permissions),
      pager: wire.pager(cap: pageCap))
    do throws(DiagnosticsError) {
      reading.shape = try await shape(of: wire)
    } catch {
      reading.obstacle = error.diagnostics.first
    }
    return reading
  }

  private func unsupported(_ kind: Kind) -> ObservedCollection {
    let problem = Diagnostic.error(
      "unsupported-kind", "\(kind.name) does not exist in the \(profile.rawValue) profile")
    return ObservedCollection(
      kind: kind.name, objects: [], completeness: .incomplete(problem), requests: 0)
  }

  /// One collection while it is read.
  struct Reading: Sendable {
    let kind: Kind
    let wire: Wire
    let problems: RequestProblem
    var pager: any Pager
    var requests = 0
    /// The ways between specs and bodies; nil where they are the same.
    var shape: (any WireShape)?
    /// Why nothing can be read at all.
    var obstacle: Diagnostic?

    /// The objects on the pages so far that are there for gcsync.
    var found: [ObservedObject] {
      wire.ignored.isEmpty && wire.fixed.isEmpty
        ? pager.objects : pager.objects.filter(wire.isAbout)
    }

    /// Returns an object as the service answers it with its members in the places of a spec.
    func shaped(_ object: ObservedObject) -> ObservedObject { shape?.shaped(object) ?? object }
  }

  /// Makes of a problem the reason why nothing of this collection may be taken for absent.
  func incomplete(
    _ reading: Reading, _ cause: Diagnostic
  ) -> ObservedCollection.Completeness {
    var problem = cause
    problem.message = "incomplete read of \(reading.wire.collection): \(cause.message)"
    problem.notes.append(.init("no \(reading.kind.name) is taken for absent, and none is deleted"))
    return .incomplete(problem)
  }

  func finish(
    _ reading: Reading, _ completeness: ObservedCollection.Completeness,
    objects: [ObservedObject]? = nil
  ) -> ObservedCollection {
    let objects = objects ?? reading.found.map(reading.shaped)
    if case .incomplete(let problem) = completeness {
      log.emit(
        .paginationIncomplete(collection: reading.wire.collection, reason: problem.code))
    } else {
      log.emit(
        .paginationComplete(
          collection: reading.wire.collection, pages: reading.pager.pages, total: objects.count))
    }
    return ObservedCollection(
      kind: reading.kind.name, objects: objects, completeness: completeness,
      requests: reading.requests)
  }
}

extension HTTPResponse {
  /// The body as JSON, or nil where it is something else.
  var json: JSON? { try? JSON.parse(body) }
}
