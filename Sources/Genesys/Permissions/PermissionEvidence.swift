internal import Reconciler

/// What is known of a client's permissions: from its roles, or from what its reads came to.
package struct PermissionEvidence: Sendable {
  package enum State: String, Sendable { case granted, missing, unknown }

  /// What the roles allow that could be read.
  package var grants = Grants()
  /// Whether every role could be read, so that what none of them allows is missing.
  package var isWhole = false
  /// The status of a read of each kind that was tried; nil where no answer came.
  package var reads: [String: Int?] = [:]

  package init() {}

  /// Says whether the client has a permission that a kind needs, to read it or to write it.
  package func state(of name: String, for kind: String, isRead: Bool) -> State {
    switch Permission(name).map(grants.answer) {
    case .granted: return .granted
    case .missing where isWhole: return .missing
    case .missing, .conditional, nil: break
    }
    guard isRead, let status = reads[kind]?.flatMap(\.self) else { return .unknown }
    switch status {
    case 200..<300: return .granted
    case 403: return .missing
    default: return .unknown
    }
  }
}
