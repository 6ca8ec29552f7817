package import Genesys
package import Reconciler
package import Rendering

/// What the manifests need to be allowed, and what is known of what the client is.
package struct PermissionFinding: Sendable {
  package let needs: [PermissionNeed]
  /// Nil where nobody could be asked.
  package let evidence: PermissionEvidence?
  package let profile: Profile

  /// What kept single reads from telling anything.
  private var remarks: [String] {
    (evidence?.reads ?? [:]).sorted { $0.key < $1.key }.compactMap { kind, status in
      switch status {
      case .some(200..<300), .some(403): nil
      case let status?: "reading a page of \(kind) came to status \(status)"
      case nil: "reading a page of \(kind) came to no answer"
      }
    }
  }

  package init(needs: [PermissionNeed], evidence: PermissionEvidence?, profile: Profile) {
    self.needs = needs
    self.evidence = evidence
    self.profile = profile
  }

  package var permissions: [Checkup.Permission] {
    needs.flatMap { need in
      need.read.map { permission($0, need, isRead: true) }
        + need.write.map { permission($0, need, isRead: false) }
    }
  }

  private func permission(
    _ name: String, _ need: PermissionNeed, isRead: Bool
  ) -> Checkup.Permission {
    let state = evidence?.state(of: name, for: need.kind, isRead: isRead) ?? .unknown
    return Checkup.Permission(
      kind: need.kind, cause: need.cause.rawValue, name: name, isRead: isRead,
      state: state.rawValue)
  }

  package var row: Checkup.Row {
    let name = "permissions"
    // Several kinds may need the same permission, and know of it in different ways.
    let states = Dictionary(grouping: permissions, by: \.name).mapValues { Set($0.map(\.state)) }
    func names(_ state: PermissionEvidence.State, but others: [PermissionEvidence.State]) -> Int {
      states.values.count { known in
        known.contains(state.rawValue) && !others.contains { known.contains($0.rawValue) }
      }
    }
    let missing = names(.missing, but: [])
    let granted = names(.granted, but: [.missing])
    guard !states.isEmpty else { return Checkup.Row(name, .ok, "no manifest needs any") }
    if missing > 0 {
      return Checkup.Row(
        name, .failed, "\(missing) of \(states.count) that are needed are missing",
        remedy: "give the OAuth client a role with them; " + roleRemedy,
        details: remarks, failure: .refused)
    }
    if granted == states.count {
      return Checkup.Row(
        name, .ok, states.count == 1 ? "the one needed is there" : "all \(states.count) are there")
    }
    return Checkup.Row(
      name, .unknown,
      "\(granted) of \(states.count) that are needed are surely there, the others may be",
      remedy: profile == .platform
        ? "let the client see its own roles, with oauth:client:view and authorization:role:view"
        : nil, details: remarks)
  }

  private var roleRemedy: String {
    profile == .platform
      ? "gcsync doctor --role prints one" : "whoever runs the service knows how"
  }
}
