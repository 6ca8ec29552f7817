import Diagnostics
import JSON

extension StateMachineLint {
  /// Checks what only one type of state has; returns the ways it adds.
  mutating func own(
    _ node: LocatedJSON, _ type: StateType, _ siblings: Set<String>, _ language: QueryLanguage,
    at location: SourceLocation
  ) -> [Transition] {
    switch type {
    case .task: checkTask(node, language, at: location)
    case .choice: return choices(node, siblings, language, at: location)
    case .wait:
      let fields = ["Seconds", "Timestamp", "SecondsPath", "TimestampPath"]
      if fields.allSatisfy({ node[$0] == nil }) {
        error(
          "asl-missing-field", "the state does not say how long it waits", at: location,
          hint: "add Seconds or Timestamp")
      }
    case .map: checkMap(node, language, at: location)
    case .pass, .succeed, .fail, .parallel: break
    }
    return []
  }

  private mutating func checkTask(
    _ node: LocatedJSON, _ language: QueryLanguage, at location: SourceLocation
  ) {
    checkResource(node["Resource"], of: "the task", at: location)
    if let timeout = node["TimeoutSeconds"]?.value.int,
      let heartbeat = node.member("HeartbeatSeconds"), let seconds = heartbeat.value.value.int,
      seconds >= timeout
    {
      error(
        "asl-heartbeat", "HeartbeatSeconds must be less than TimeoutSeconds",
        at: heartbeat.value.location, hint: "the timeout is \(timeout)")
    }
    let waitsForOthers = node["Resource"]?.string?.mayNeverEnd ?? false
    if waitsForOthers,
      !["TimeoutSeconds", "TimeoutSecondsPath"].contains(where: { node[$0] != nil })
    {
      warn(
        "asl-no-timeout", "the task waits without end for an answer that may never come",
        at: node["Resource"]?.location ?? location,
        hint: "add TimeoutSeconds, and HeartbeatSeconds where the worker can send heartbeats")
    }
  }

  /// Checks the ARN of a resource; what templates of other tools fill in is left alone.
  mutating func checkResource(_ node: LocatedJSON?, of owner: String, at location: SourceLocation) {
    guard let node else {
      error("asl-missing-field", "\(owner) lacks its Resource", at: location, hint: "name its ARN")
      return
    }
    if node.members != nil { return }
    guard let text = node.string else {
      error("asl-type", "the Resource is an ARN", at: node.location)
      return
    }
    if ["${", "#{", "{{", "<%"].contains(where: text.contains) { return }
    guard let problem = ResourceName.problem(of: text) else { return }
    error(
      "asl-resource", "the Resource is no ARN: \(problem)", at: node.location,
      hint: "write it as in arn:aws:lambda:REGION:ACCOUNT:function:NAME")
  }

  /// Checks the machines inside a state and returns them.
  mutating func machines(
    of node: LocatedJSON, _ type: StateType, language: QueryLanguage,
    named member: LocatedJSON.Member
  ) -> [StateMachineModel] {
    switch type {
    case .parallel:
      guard let branches = node["Branches"] else {
        error(
          "asl-missing-field", "the Parallel state lacks its Branches", at: member.keyLocation)
        return []
      }
      guard let elements = branches.array, !elements.isEmpty else {
        error(
          "asl-type", "Branches is a list of at least one state machine", at: branches.location)
        return []
      }
      return elements.compactMap { machine($0, role: .branch, language: language) }
    case .map:
      guard let processor = node["ItemProcessor"] ?? node["Iterator"] else {
        error(
          "asl-missing-field", "the Map state lacks its ItemProcessor", at: member.keyLocation,
          hint: "add the state machine that each item goes through")
        return []
      }
      return [machine(processor, role: .processor, language: language)].compactMap { $0 }
    default: return []
    }
  }
}

extension String {
  /// Whether a task of this resource ends only when somebody else says so.
  fileprivate var mayNeverEnd: Bool {
    contains(":activity:") || hasSuffix(".waitForTaskToken") || hasSuffix(".sync")
      || hasSuffix(".sync:2")
  }
}
