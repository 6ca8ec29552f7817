import Diagnostics
import JSON

/// A machine whose grammar was checked: its states and the ways between them.
struct StateMachineModel {
  let start: String?
  let states: [StateModel]
  private let positions: [String: Int]

  init(start: String?, states: [StateModel]) {
    self.start = start
    self.states = states
    positions = Dictionary(states.enumerated().map { ($1.name, $0) }) { first, _ in first }
  }

  func state(_ name: String) -> StateModel? { positions[name].map { states[$0] } }
}

struct StateModel {
  let name: String
  let nameLocation: SourceLocation
  let type: StateType
  let language: QueryLanguage
  let node: LocatedJSON
  let transitions: [Transition]
  let isTerminal: Bool
  /// The branches of a Parallel, or the one processor of a Map.
  let machines: [StateMachineModel]
}

/// A way from one state to another.
struct Transition {
  enum Cause {
    case next
    case choice(LocatedJSON)
    case otherwise
    case caught(LocatedJSON)
  }

  let target: String
  let location: SourceLocation
  let cause: Cause
}
