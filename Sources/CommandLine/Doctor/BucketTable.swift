internal import AWS
internal import Diagnostics
internal import Rendering

extension BucketReport {
  /// The checks of the bucket as a table, whatever could be looked at.
  var table: Checkup.Table {
    Checkup.Table(
      "bucket \(target.bucket) of \(target.address)", BucketCheck.all.map(row))
  }

  private func row(_ check: BucketCheck) -> Checkup.Check {
    let codes = Set(BucketCheck.Rule.all.filter { $0.check == check.id }.map(\.code))
    let found = findings.filter { codes.contains($0.code) }
      .sorted { $0.severity > $1.severity }
    let isUnknown = unknown.contains(check.id) || !(isInspected || check.isLocal)
    guard let first = found.first else {
      return isUnknown
        ? Checkup.Check(check.number, check.id, .unknown, "whether \(check.goal)")
        : Checkup.Check(check.number, check.id, .ok, check.goal)
    }
    let state: Checkup.State =
      switch first.severity {
      case .error: .failed
      case .warning: .warning
      case .note: isUnknown ? .unknown : .ok
      }
    return Checkup.Check(
      check.number, check.id, state, found.map(\.message).joined(separator: "; "),
      codes: found.map(\.code), remedy: first.hint)
  }
}

extension BucketCheck {
  /// Whether it needs no answer of a bucket.
  fileprivate var isLocal: Bool { permissions.isEmpty }
}
