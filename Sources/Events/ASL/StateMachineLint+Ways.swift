import Diagnostics
import JSON

extension StateMachineLint {
  /// Checks that every state is reached and leads to an end, in a machine and those inside it.
  mutating func checkWays(in machine: StateMachineModel) {
    for state in machine.states {
      for inner in state.machines { checkWays(in: inner) }
    }
    guard let start = machine.start, machine.state(start) != nil else { return }
    let reached = closure(of: [start]) { name in
      machine.state(name)?.transitions.map(\.target) ?? []
    }
    for state in machine.states where !reached.contains(state.name) {
      error(
        "asl-unreachable-state", "no way from StartAt leads to \"\(state.name)\"",
        at: state.nameLocation, hint: "let a state go on with it, or remove it")
    }
    let ends = machine.states.filter(\.isTerminal).map(\.name)
    guard !ends.isEmpty else {
      if let first = machine.states.first {
        error(
          "asl-no-end", "no state of the machine ends it", at: first.nameLocation,
          hint: "add \"End\": true to the last state, or a Succeed or Fail state")
      }
      return
    }
    var sources: [String: [String]] = [:]
    for state in machine.states {
      for transition in state.transitions {
        sources[transition.target, default: []].append(state.name)
      }
    }
    let ending = closure(of: ends) { sources[$0] ?? [] }
    for state in machine.states where reached.contains(state.name) && !ending.contains(state.name) {
      warn(
        "asl-endless-loop", "once here, the execution never ends", at: state.nameLocation,
        hint: "add a way from here to a state that ends")
    }
    warnOfStandstill(machine, sources)
  }

  /// Warns of loops in which nothing changes that their Choices look at.
  private mutating func warnOfStandstill(
    _ machine: StateMachineModel, _ sources: [String: [String]]
  ) {
    let idle = Set(machine.states.filter(\.isIdle).map(\.name))
    for state in machine.states where state.type == .choice && idle.contains(state.name) {
      let next = closure(of: state.transitions.map(\.target).filter(idle.contains)) { name in
        (machine.state(name)?.transitions.map(\.target) ?? []).filter(idle.contains)
      }
      guard next.contains(state.name), !state.looksAtTime else { continue }
      warn(
        "asl-endless-loop", "the loop back to this Choice changes nothing that it looks at",
        at: state.nameLocation, hint: "add a state to the loop that reads the value anew")
    }
  }

  private func closure(of first: [String], _ next: (String) -> [String]) -> Set<String> {
    var found = Set(first)
    var pending = first
    while let name = pending.popLast() {
      for other in next(name) where found.insert(other).inserted { pending.append(other) }
    }
    return found
  }
}

extension StateModel {
  /// Whether it passes its input on as it is, and changes no variable.
  fileprivate var isIdle: Bool {
    guard type == .choice || type == .wait else { return false }
    let fields = ["Assign", "Output", "InputPath", "OutputPath"]
    let rules = node["Choices"]?.array ?? []
    return fields.allSatisfy { node[$0] == nil }
      && rules.allSatisfy { $0["Assign"] == nil && $0["Output"] == nil }
  }

  /// Whether its rules may look at the context, where the time is, or compare times.
  fileprivate var looksAtTime: Bool {
    let text = node["Choices"]?.value.text ?? ""
    return text.contains("$$.") || text.contains("$states.context") || text.contains("$now")
      || text.contains("$millis") || text.contains("$random")
  }
}
