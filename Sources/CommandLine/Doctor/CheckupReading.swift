internal import Genesys
internal import AWS
internal import Diagnostics
internal import Manifests
internal import Reconciler
internal import Rendering
internal import World

/// Looks at everything that the commands of an environment rely on; writes nothing.
///
/// It only gathers: what each finding means is decided by the finding.
struct CheckupReading: Sendable {
  let session: Session

  var world: World { session.invocation.world }

  /// Loads the project and looks at it and at what it leads to.
  static func checkup(_ invocation: Invocation) async -> Checkup {
    do {
      return await CheckupReading(session: try Session(invocation)).checkup()
    } catch {
      var checkup = Checkup()
      let problems = (error as? CommandFailure)?.diagnostics
      checkup.rows = [ProjectFinding.unloaded(problems ?? [])]
      checkup.diagnostics = problems ?? []
      return checkup
    }
  }

  private func checkup() async -> Checkup {
    let (state, record) = await stateFinding()
    let needs = session.permissionNeeds(record)
    let access = await access(needs)
    let buckets = await bucketReports(access.connection)
    let sender = await senderReport()
    let further = [reportFinding(access.permissions.evidence)?.row].compactMap(\.self)
    var checkup = Checkup()
    checkup.environment = session.environment.name
    checkup.profile = session.environment.genesys.profile.rawValue
    checkup.rows = [
      ProjectFinding.loaded(session.project.owner, kinds: session.kinds.kinds.count),
      ProjectFinding.manifests(session.manifests.manifests.count, session.problems),
    ]
    checkup.rows +=
      access.rows + further + [state.row(at: world.now())]
      + buckets.reports.map { BucketFinding(target: $0.target.address, problems: $0.findings).row }
      + [sender?.row].compactMap(\.self)
    checkup.tables = buckets.reports.map(\.table)
    checkup.senders = [sender?.table].compactMap(\.self)
    checkup.diagnostics =
      session.problems
      + (access.rows + further + [state.row(at: world.now())]).compactMap(\.problem)
      + buckets.reports.flatMap(\.findings).map(located) + diagnostics(sender)
    checkup.permissions = access.permissions.permissions
    checkup.role = session.role(for: needs)?.json
    let ofState = (try? session.backend())?.requestCount ?? 0
    checkup.requests = access.requests + buckets.requests + ofState
    return checkup
  }
}

extension Session {
  /// Returns what a client must be allowed for the kinds that the manifests declare or refer to, and
  /// that were written before.
  func permissionNeeds(_ record: AppliedRecord) -> [PermissionNeed] {
    var needed: [(kind: Kind, cause: PermissionNeed.Cause)] = []
    func need(_ name: String, _ cause: PermissionNeed.Cause) {
      if let kind = kinds.kinds[name] { needed.append((kind, cause)) }
    }
    for manifest in manifests.manifests {
      need(manifest.kind.name, .declared)
      manifest.kind.spec.forEachReference(in: manifest.spec) { form, _ in
        if form.isExternal { need(form.address.kind, .referenced) }
      }
    }
    for object in record.objectsInAnyOrder { need(object.address.kind, .recorded) }
    return PermissionNeed.needs(of: needed, in: environment.genesys.profile)
  }

  /// Returns the role that has what is needed; nil where the profile's permissions fit into none.
  func role(for needs: [PermissionNeed]) -> RoleDraft? {
    guard environment.genesys.profile == .platform else { return nil }
    return RoleDraft(
      name: "gcsync \(environment.name)",
      description: "What gcsync needs for the manifests of \(project.owner) in \(environment.name)",
      permissions: needs.flatMap(\.all) + helpfulPermissions(needs))
  }

  /// What is not needed, and lets drift say who changed something.
  private func helpfulPermissions(_ needs: [PermissionNeed]) -> [String] {
    let isAudited = needs.contains { need in
      let wire = kinds.kinds[need.kind]?.wires[environment.genesys.profile]
      return wire?.audit != nil || wire?.parts.contains { $0.wire.audit != nil } == true
    }
    return isAudited ? [AuditReader.permission] : []
  }
}
