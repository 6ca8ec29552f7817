package import Genesys
package import Reconciler
package import Rendering

/// What scheduled reports take of the org, beside what their manifests say.
package struct ReportFinding: Sendable {
  /// The kind of the manifests that describe them.
  package static let kind = "ReportSchedule"

  private let count: Int
  private let profile: Profile
  private let evidence: PermissionEvidence?

  /// Nil where no manifest describes a report.
  package init?(count: Int, profile: Profile, evidence: PermissionEvidence?) {
    guard count > 0 else { return nil }
    (self.count, self.profile, self.evidence) = (count, profile, evidence)
  }

  private static let tier = "the org must be of the tier Genesys Cloud CX Premium or Enterprise"

  /// What exporting a report takes, by the profile's own words.
  private var permissions: [(name: String, isRead: Bool)] {
    profile == .guide
      ? [("reporting:export", false)]
      : [("analytics:dataExport:view", true), ("analytics:dataExport:add", false)]
  }

  /// Says what is needed, and whether the client surely has it; no API tells of the tier.
  package var row: Checkup.Row {
    let states = permissions.map { permission in
      evidence?.state(
        of: permission.name, for: "ReportingExport", isRead: permission.isRead) ?? .unknown
    }
    let names = permissions.map(\.name).joined(separator: " and ")
    let words = "\(count) report schedule\(count == 1 ? "" : "s"): the client needs \(names)"
    if states.contains(.missing) {
      let missing = zip(permissions, states).filter { $0.1 == .missing }.map(\.0.name)
      return Checkup.Row(
        "reports", .failed, "\(words), and lacks \(missing.joined(separator: " and "))",
        remedy: "give the OAuth client a role with them", details: [Self.tier], failure: .refused)
    }
    let isGranted = states.allSatisfy { $0 == .granted }
    return Checkup.Row(
      "reports", isGranted ? .ok : .unknown, isGranted ? "\(words), and has it" : words,
      details: [Self.tier])
  }
}
