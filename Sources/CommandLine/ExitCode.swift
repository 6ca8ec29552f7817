/// What the process tells its caller; the numbers are a contract with pipelines.
package enum ExitCode: Int32, Sendable, CaseIterable {
  case done = 0
  case error = 1
  case changes = 2
  case authentication = 3
  case invalid = 4
  case refused = 5
  case stale = 6
  case partial = 7
  case locked = 8
  case interrupted = 130

  package var meaning: String {
    switch self {
    case .done: "in sync, or done"
    case .error: "error"
    case .changes: "changes present (plan), or the org moved (drift)"
    case .authentication: "authentication or permission"
    case .invalid: "validation failed, nothing contacted"
    case .refused: "a guard or policy refuses"
    case .stale: "stale plan or conflict"
    case .partial: "partly applied, resumable"
    case .locked: "locked by another run"
    case .interrupted: "interrupted, journal consistent"
    }
  }
}
