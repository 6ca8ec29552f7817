internal import Diagnostics
package import Reconciler

extension PlanReport {
  /// The order in which actions are told.
  static let actions: [Operation.Action] = [.create, .update, .replace, .delete, .adopt]

  /// Whether there is nothing to do, and nothing that keeps it from being seen or done.
  var isNothingToDo: Bool {
    plan.isEmpty && proposal.blocked.isEmpty && !proposal.isPartial
      && !proposal.findings.hasErrors
  }

  /// What was asked, for what, and what it took to find out.
  var heading: String {
    "gcsync \(isDrift ? "drift" : "plan")  env=\(plan.header.environment.withoutControls)  "
      + "read in \(counted(proposal.requests.read, "request"))"
  }

  /// Who moved in an object, and who that was in the org where it is known; nil for a plan.
  func directionWords(of operation: Operation) -> String? {
    guard let direction = directions?(operation, nil) else { return nil }
    let words = words(direction, of: operation)
    guard let moved = moved[operation.address], direction != .git else { return words }
    let last = direction == .unknown ? ", last changed in the org" : ""
    return "\(words)\(last) \(moved.words)"
  }

  /// Who moved, and how where that is more than a change.
  private func words(_ direction: Direction, of operation: Operation) -> String {
    let former = proposal.former
    switch direction {
    case .org where former.isRemade(operation.address): return "deleted in the org and made anew"
    case .both where former.isRemade(operation.address):
      return "changed in Git, and deleted in the org and made anew"
    case .org where operation.action == .create: return "deleted in the org"
    case .both where operation.action == .create: return "changed in Git, and deleted in the org"
    case .org:
      let lost = operation.fields.compactMap(former.words(on:))
      return lost.count == operation.fields.count ? lost.first ?? direction.words : direction.words
    case .git, .both, .unknown: return direction.words
    }
  }

  /// What a plan that changes nothing says of the org.
  var nothingToDo: String {
    isDrift
      ? "No drift: everything is as declared." : "Nothing to do: everything is as declared."
  }

  /// The counts of a plan in one line: `1 create, 2 updates`.
  var counts: String {
    let parts = Self.actions.compactMap { action -> String? in
      let count = plan.count(of: action)
      return count == 0 ? nil : counted(count, action.rawValue)
    }
    return parts.isEmpty ? "no changes" : parts.joined(separator: ", ")
  }

  /// The last line, the same for people and for grep.
  var summary: String {
    let partial = proposal.isPartial ? " · INCOMPLETE, nothing can be applied" : ""
    let heldUp = heldUpCount == 0 ? "" : " · \(heldUpCount) held up"
    return "\(isDrift ? "Drift" : "Plan"): \(counts) · \(proposal.unchanged) unchanged"
      + "\(heldUp)\(cost)\(partial)"
  }

  /// What applying takes, in requests and time.
  var cost: String {
    let requests = proposal.requests.apply
    guard !plan.isEmpty else { return "" }
    let minutes = proposal.requests.minutesToApply
    let time =
      switch minutes {
      case 0: "under a minute"
      case ..<60: "about \(counted(minutes, "minute"))"
      default: "about \(counted((minutes + 30) / 60, "hour"))"
      }
    let rate = minutes > 0 ? " at \(proposal.requests.perMinute) a minute" : ""
    return " · \(counted(requests, "request")) to apply, \(time)\(rate)"
  }
}

extension Operation.Action {
  var color: Style.Color {
    switch self {
    case .create: .green
    case .update: .yellow
    case .delete: .red
    case .replace: .magenta
    case .adopt: .cyan
    }
  }
}

extension FormerIDs {
  /// Why a field differs that refers to what the org lost; nil for any other.
  package func words(on change: FieldChange) -> String? {
    guard let target = change.lostTargets(self).min() else { return nil }
    let end = isRemade(target) ? " and made anew" : ""
    return "\(target) was deleted in the org\(end)"
  }
}

extension Direction {
  /// The direction as a person reads it.
  var words: String {
    switch self {
    case .git: "not applied yet"
    case .org: "changed in the org"
    case .both: "changed in Git and in the org"
    case .unknown: "never applied from here"
    }
  }
}
