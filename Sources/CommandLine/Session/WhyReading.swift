internal import Diagnostics
internal import JSON
internal import Manifests
internal import Reconciler
internal import Rendering

/// Gathers what is known of one object of an environment.
struct WhyReading: Sendable {
  private let session: Session
  private let record: AppliedRecord
  private let runs: [RunRecord]
  private let address: Address
  /// The part of the manifest that was asked for, as a pointer; empty for all of it.
  private let path: String

  /// Finds the object that an address names, and throws with the nearest one where there is none.
  init(_ session: Session, _ text: String) async throws {
    self.session = session
    record = try await session.record()
    runs = try await session.backend().present()?.runs() ?? []
    let declared = session.manifests.manifests.map(\.address)
    let known = Set(declared + record.objectsInAnyOrder.map(\.address.whole))
    let found = known.filter { address in
      let name = address.description
      return text == name || text.hasPrefix("\(name).") || text.hasPrefix("\(name)/")
    }
    guard let address = found.max(by: { $0.name.utf8.count < $1.name.utf8.count }) else {
      throw Self.unknown(text, among: known.map(\.description).sorted(), in: session)
    }
    self.address = address
    path = try Self.path(text.dropFirst(address.description.count), of: address, in: session)
  }

  private static func unknown(
    _ text: String, among names: [String], in session: Session
  ) -> CommandFailure {
    let near = nearestName(to: text, in: names)
    return CommandFailure(
      .error,
      .error(
        "unknown-address", "no manifest declares \(text), and nothing of that name was applied",
        hint: near.map { "did you mean \($0)?" }
          ?? (names.isEmpty
            ? "the environment \(session.environment.name) has no manifests"
            : "there are \(names.prefix(8).joined(separator: ", "))")))
  }

  /// Reads `.field.field`, below `spec` unless it names `metadata`, or `/spec/field`.
  private static func path(
    _ text: Substring, of address: Address, in session: Session
  ) throws -> String {
    guard !text.isEmpty else { return "" }
    let leaves = session.leaves(of: address)
    let words = text.dropFirst().split(separator: text.hasPrefix(".") ? "." : "/")
    let isWhole = ["spec", "metadata"].contains(words.first ?? "")
    let path = (isWhole ? "" : "/spec") + words.map { "/\($0)" }.joined()
    let places = leaves.map(\.pointer.description)
    guard places.contains(where: { $0 == path || $0.hasPrefix("\(path)/") }) else {
      let near = nearestName(to: path, in: places)
      throw CommandFailure(
        .error,
        .error(
          "unknown-field", "\(address) says nothing at \(path)",
          hint: near.map { "did you mean \($0)?" }
            ?? "gcsync why \(address) shows every field that it says"))
    }
    return path
  }

  /// What the files and the state tell.
  func report() -> WhyReport {
    var report = WhyReport(
      address: address.description, environment: session.environment.name,
      owner: session.project.owner)
    let manifests = session.manifests.manifests
    if let manifest = manifests.first(where: { $0.address == address }) {
      report.source = manifest.source.description
      report.deletionPolicy = manifest.keeping.deletionPolicy.rawValue
      report.labels = manifest.keeping.labels
      report.leaves = session.leaves(of: address).filter(isWanted).map(\.leaf)
      report.refersTo = links(of: manifest).map(\.link)
      report.objections = objections(to: manifest)
    }
    report.referredToBy = manifests.filter { $0.address != address }.flatMap { manifest in
      links(of: manifest).filter { $0.to.whole == address && !$0.link.isExternal }.map { link in
        .init(address: manifest.address.description, path: link.link.path, isExternal: false)
      }
    }
    report.applied = record.all.filter { $0.address.whole == address }.map(applied)
    report.agreements = session.manifests.baseline.entries
      .filter { $0.address.whole == address }.map { entry in
        .init(
          path: entry.path.description, reason: entry.reason, expires: entry.expires,
          lasts: entry.lasts,
          source: entry.location.description)
      }
    return report
  }

  /// What apply would change of the object, and what kept the org from being read.
  func changes() async throws -> ([JSON]?, CommandFailure?) {
    let connection = try await Connection(session)
    var planning = try await Planning(session: session, connection: connection)
    planning.scope.addresses = [address]
    planning.agreed = session.manifests.baseline
    let proposal = try await planning.proposal()
    if let obstacle = proposal.obstacle { return (nil, obstacle) }
    let text = PlanReport(proposal, kinds: session.kinds.kinds, exitCode: 0)
      .rendered(as: .json, style: .plain)
    let changes = (try? JSON.parse(text))?["changes"]?.array ?? []
    return (
      changes.filter { change in
        change["address"]?.string.flatMap(Address.init(parsing:))?.whole == address
      }, nil
    )
  }

  private func isWanted(_ leaf: Provenance) -> Bool {
    let place = leaf.pointer.description
    return path.isEmpty || place == path || place.hasPrefix("\(path)/")
  }

  private func links(of manifest: LoadedManifest) -> [(to: Address, link: WhyReport.Link)] {
    var found: [(Address, WhyReport.Link)] = []
    manifest.kind.spec.forEachReference(in: manifest.spec) { form, path in
      found.append(
        (
          form.address,
          .init(
            address: form.address.description, path: path.description, isExternal: form.isExternal)
        ))
    }
    return found
  }

  /// What the rules would say if the object were made as it is declared.
  private func objections(to manifest: LoadedManifest) -> [WhyReport.Objection] {
    let labels = manifest.keeping.labels.sorted { $0.key < $1.key }
    let subject: JSON = [
      "address": .string(address.description), "kind": .string(address.kind),
      "name": .string(address.name), "action": "create",
      "labels": .object(JSONObject(labels.map { ($0.key, .string($0.value)) })), "fields": [],
      "findings": [], "blockedBy": [], "before": .null, "after": manifest.spec,
    ]
    return session.rules.rules.filter { $0.applies(to: subject) }.map { rule in
      .init(rule: rule.name, level: rule.level.rawValue, message: rule.message)
    }
  }

  private func applied(_ object: AppliedObject) -> WhyReport.Applied {
    let run = runs.first { $0.id == object.run }
    return .init(
      address: object.address.description, id: object.id, owner: object.owner, run: object.run,
      time: object.time, actor: run?.actor, commit: run?.commit)
  }
}

extension Session {
  /// The values of a manifest, with their origins.
  fileprivate func leaves(of address: Address) -> [Provenance] {
    manifests.provenance(below: address.description).filter {
      $0.address == address.description
        && !["/apiVersion", "/kind", "/metadata/name"].contains($0.pointer.description)
    }
  }
}

extension Provenance {
  fileprivate var leaf: WhyReport.Leaf {
    .init(
      path: pointer.description, value: value, source: location.description,
      steps: steps.compactMap { step -> JSON? in
        switch step {
        case .replaced(let location): ["replaces": .string(location.description)]
        case .variable(let name, let declared):
          ["variable": .string(name), "declared": .string(declared.description)]
        case .removed: nil
        }
      })
  }
}
