internal import DataActions
internal import Diagnostics
internal import Reconciler
internal import World

extension ActionSession {
  /// What is served, and what is to be said of it before anybody calls.
  struct Served {
    var actions: [DataAction] = []
    /// What actions are called that are there and not served.
    var inactive: Set<String> = []
    var warnings: [Diagnostic] = []
  }

  /// Chooses the actions that have a source and may be used.
  func servable() throws -> Served {
    var served = Served()
    let sourced = actions.filter { $0.1.source != nil }
    for (address, action) in sourced {
      if action.isActive {
        if let warning = alias(of: action, address, among: served.actions) {
          served.warnings.append(warning)
        }
        served.actions.append(action)
      } else {
        served.inactive.formUnion([action.name, action.title])
        served.warnings.append(
          Diagnostic(
            .note, "inactive-action", "the action \(action.name) is inactive, and not served",
            address: address.description, hint: "status: active serves it"))
      }
    }
    for action in served.actions { served.inactive.subtract([action.name, action.title]) }
    guard !served.actions.isEmpty else {
      throw CommandFailure(
        .invalid,
        .error(
          "nothing-to-serve",
          sourced.isEmpty
            ? "no data action here has a source"
            : "all data actions here that have a source are inactive",
          hint: sourced.isEmpty
            ? "write source: {rest: …} or {s3: …} into its manifest"
            : "write status: active into the manifest of one"))
    }
    return served
  }

  /// Returns what is to be said of an action that is called as one before it.
  private func alias(
    of action: DataAction, _ address: Address, among earlier: [DataAction]
  ) -> Diagnostic? {
    let called: String
    let (meant, missed): (DataAction, DataAction)
    if let other = earlier.first(where: { [$0.name, $0.title].contains(action.title) }) {
      (called, meant, missed) = (action.title, other, action)
    } else if let other = earlier.first(where: { $0.title == action.name }) {
      (called, meant, missed) = (action.name, action, other)
    } else {
      return nil
    }
    return Diagnostic(
      .warning, "action-alias",
      "a call of \"\(called)\" is one of \(meant.name) and never of \(missed.name)",
      address: address.description,
      hint: "give each a spec.name of its own, or call \(missed.name) by that name")
  }

  /// Fails where accesses to S3 could not be written down.
  func checkAudit(of actions: [DataAction]) throws {
    let reads = actions.contains { action in
      if case .s3 = action.source?.origin { true } else { false }
    }
    guard reads || invocation.arguments.last("audit") != nil, let path = auditFile else { return }
    do throws(FileError) {
      if invocation.arguments.last("audit") == nil { try Files.createDirectory(auditFolder) }
      try Files.append([], to: path)
    } catch {
      throw CommandFailure(
        .error,
        .error(
          "audit-not-written", "accesses to S3 could not be written down: \(error)",
          hint: "make the folder, or name another file with --audit"))
    }
  }
}
