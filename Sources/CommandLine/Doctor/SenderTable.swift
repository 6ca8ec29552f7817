internal import Diagnostics
package import Mail
package import Rendering

extension SenderReport {
  /// The domain of the sender in one line, the gravest finding first.
  package var row: Checkup.Row {
    let name = "mail sender"
    let open = findings.filter { $0.rule.severity > .note }
      .sorted { $0.rule.severity > $1.rule.severity }
    guard let first = open.first else {
      return Checkup.Row(name, .ok, "\(domain) vouches for its mail")
    }
    let others = open.dropFirst().map(\.message)
    return Checkup.Row(
      name, first.rule.severity == .error ? .failed : .warning, first.message,
      remedy: first.rule.remedy, details: others)
  }

  /// What was looked at, check by check.
  package var table: Checkup.Table {
    Checkup.Table("sender \(domain)", SenderCheck.all.map(check))
  }

  private func check(_ check: SenderCheck) -> Checkup.Check {
    let found = findings(of: check).sorted { $0.rule.severity > $1.rule.severity }
    guard let first = found.first else {
      return Checkup.Check(check.number, check.id, .ok, seen(of: check))
    }
    let state: Checkup.State =
      switch first.rule.severity {
      case .error: .failed
      case .warning: first.isUnknown ? .unknown : .warning
      case .note: .ok
      }
    return Checkup.Check(
      check.number, check.id, state, found.map(\.message).joined(separator: "; "),
      codes: found.map(\.rule.code), remedy: first.rule.remedy)
  }
}
