internal import Diagnostics
package import JSON
package import Reconciler
package import World

/// Reads what AWS has of what manifests ask for, and says of each kind whether it really was all.
package struct AWSReader: Sendable {
  /// What an object should be.
  package struct Goal: Sendable {
    package let address: Address
    package let kind: Kind
    package let spec: JSON

    package init(address: Address, kind: Kind, spec: JSON) {
      self.address = address
      self.kind = kind
      self.spec = spec
    }

    package init(_ object: DesiredObject) {
      self.init(address: object.address, kind: object.kind, spec: object.spec)
    }
  }

  /// Which objects of one collection are to be read.
  package struct Reading: Sendable {
    package let kind: Kind
    /// What they should be.
    package var goals: [Goal] = []
    /// The ids under which they were written.
    package var ids: [String] = []
    /// Whether all objects there are matter.
    package var isEverything = false

    package init(
      _ kind: Kind, goals: [Goal] = [], ids: [String] = [], isEverything: Bool = false
    ) {
      self.kind = kind
      self.goals = goals
      self.ids = ids
      self.isEverything = isEverything
    }
  }

  private let connection: AWSConnection
  /// Nil where no region is named anywhere.
  private let region: String?
  private let profile: Profile
  private let world: World

  package init(_ connection: AWSConnection, region: String?, profile: Profile, world: World) {
    self.connection = connection
    self.region = region
    self.profile = profile
    self.world = world
  }

  /// Reads several collections at the same time, and returns them by name.
  package func observe(_ readings: [Reading]) async -> [String: ObservedCollection] {
    guard !readings.isEmpty else { return [:] }
    guard let calls else { return readings.collections { missingRegion($0.kind) } }
    let siblings = Dictionary(
      readings.flatMap(\.goals).map { ($0.address, $0) }, uniquingKeysWith: { first, _ in first })
    return await withTaskGroup(of: ObservedCollection.self) { group in
      for reading in readings {
        group.addTask { await observe(reading, siblings, calls.countedApart) }
      }
      return await group.reduce(into: [:]) { $0[$1.kind] = $1 }.withEachCauseOnce
    }
  }

  /// What calls go through for one purpose; nil where there is no region to call.
  var calls: AWSCalls? {
    region.map { AWSCalls(connection, region: $0, world: world) }
  }

  private func observe(
    _ reading: Reading, _ siblings: [Address: Goal], _ calls: AWSCalls
  ) async -> ObservedCollection {
    let kind = reading.kind
    guard let place = AWSPlace(kind, in: profile) else {
      preconditionFailure("\(kind.name) names no resource of AWS that gcsync knows")
    }
    var wanted = AWSWanted(ids: reading.ids, isEverything: reading.isEverything)
    for goal in reading.goals {
      let base = goal.kind.base(of: goal.address)
      wanted.goals += [
        AWSPlace.body(of: base.map { siblings[$0] } ?? goal, among: siblings, in: profile)
      ].compactMap(\.self)
      if base != nil { wanted.related.formUnion(AWSPlace.related(to: goal, siblings, profile)) }
    }
    do throws(AWSFailure) {
      let found = try await place.resource.read(wanted, through: calls)
      return ObservedCollection(
        kind: kind.name,
        objects: found.map { ObservedObject(id: $0.id, body: place.spec(of: $0.body)) },
        completeness: .whole, requests: calls.count)
    } catch {
      // What another part would be told just so is said of the whole.
      let isOfAll = [.noCredentials, .permission, .transport].contains(error.cause)
      let name = isOfAll ? kind.whole?.name ?? kind.name : kind.name
      var problem = error.diagnostic(.error, "incomplete read of \(name)")
      if error.cause == .permission { problem.code = "permission-denied" }
      if error.cause == .noCredentials { problem.code = "authentication-failed" }
      problem.notes.append(.init("no \(name) is taken for absent, and none is deleted"))
      return ObservedCollection(
        kind: kind.name, objects: [], completeness: .incomplete(problem),
        requests: calls.count)
    }
  }

  private func missingRegion(_ kind: Kind) -> ObservedCollection {
    ObservedCollection(
      kind: kind.name, objects: [],
      completeness: .incomplete(
        .error(
          "no-aws-region",
          "\(kind.whole?.name ?? kind.name) cannot be read: no AWS region is named",
          hint: "name it under aws.region of the environment, or in AWS_REGION")), requests: 0)
  }
}

extension [AWSReader.Reading] {
  fileprivate func collections(
    _ make: (Element) -> ObservedCollection
  ) -> [String: ObservedCollection] {
    Dictionary(map { ($0.kind.name, make($0)) }, uniquingKeysWith: { first, _ in first })
  }
}

extension [String: ObservedCollection] {
  /// The same with one problem for all parts of a kind that have the same cause: credentials that
  /// AWS does not take are one, in whatever words each service says so, and so is a permission.
  fileprivate var withEachCauseOnce: Self {
    var known: [String: Diagnostic] = [:]
    return sorted { $0.key < $1.key }.reduce(into: self) { all, item in
      guard case .incomplete(let problem) = item.value.completeness else { return }
      let kind = String(item.key.prefix { $0 != "#" })
      let what =
        switch problem.code {
        case "authentication-failed": ""
        case "permission-denied": problem.hint ?? ""
        default: problem.message
        }
      let cause = "\(kind)\n\(problem.code)\n\(what)"
      let first = known[cause] ?? problem
      known[cause] = first
      all[item.key] = ObservedCollection(
        kind: item.value.kind, objects: item.value.objects, completeness: .incomplete(first),
        requests: item.value.requests)
    }
  }
}
