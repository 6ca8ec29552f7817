package import Diagnostics
package import JSON

/// What a check-up of an environment came to: a row for each thing looked at, and a remedy.
package struct Checkup: Sendable {
  package enum State: String, Sendable, CaseIterable { case ok, warning, failed, unknown }

  /// What a failure means for the exit code.
  package enum Failure: Sendable {
    /// Who asks is not known, or is not allowed something that is needed.
    case refused
    /// The project or a manifest is wrong.
    case invalid
    case other
  }

  /// One thing that was looked at.
  package struct Row: Sendable {
    /// What it is about, in a word: `token`, `clock`.
    package let name: String
    package let state: State
    package let found: String
    package let remedy: String?
    /// What is worth knowing besides, a line each.
    package let details: [String]
    package let failure: Failure?

    package init(
      _ name: String, _ state: State, _ found: String, remedy: String? = nil,
      details: [String] = [], failure: Failure = .other
    ) {
      self.name = name
      self.state = state
      self.found = found
      self.remedy = remedy
      self.details = details
      self.failure = state == .failed ? failure : nil
    }
  }

  /// A permission that a kind needs, and whether it is there.
  package struct Permission: Sendable {
    package let kind: String
    /// Why the kind is needed: declared, recorded, referenced.
    package let cause: String
    package let name: String
    package let isRead: Bool
    /// `granted`, `missing` or `unknown`.
    package let state: String

    package init(kind: String, cause: String, name: String, isRead: Bool, state: String) {
      self.kind = kind
      self.cause = cause
      self.name = name
      self.isRead = isRead
      self.state = state
    }
  }

  /// Nil where the project could not be loaded.
  package var environment: String?
  package var profile: String?
  package var rows: [Row] = []
  /// What was looked at in buckets, one table for each.
  package var tables: [Table] = []
  /// What was looked at in the domains of senders of mail, one table for each.
  package var senders: [Table] = []
  /// What stands behind the rows, with codes and places.
  package var diagnostics: [Diagnostic] = []
  package var permissions: [Permission] = []
  /// The role that has what the manifests need; nil where their permissions fit into none.
  package var role: JSON?
  package var requests = 0

  package init() {}

  package func count(_ state: State) -> Int { rows.count { $0.state == state } }

  /// The gravest failure, as the exit code tells it; nil where nothing failed.
  package var failure: Failure? {
    let failures = rows.compactMap(\.failure)
    return [.refused, .invalid, .other].first { failures.contains($0) }
  }
}

extension Checkup.Row {
  /// The row as a problem; nil where nothing is wrong with it.
  package var problem: Diagnostic? {
    guard state == .warning || state == .failed else { return nil }
    return Diagnostic(
      state == .failed ? .error : .warning,
      "doctor-" + name.lowercased().replacing(" ", with: "-"), "\(name): \(found)",
      notes: details.map { Diagnostic.Note($0) }, hint: remedy)
  }
}
