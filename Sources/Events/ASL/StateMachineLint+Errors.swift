import Diagnostics
import JSON

extension StateMachineLint {
  /// Checks the retriers of a state, one by one and against those before them.
  mutating func checkRetriers(_ node: LocatedJSON?) {
    guard let retriers = handlers(node, "Retry") else { return }
    let known = [
      "ErrorEquals", "IntervalSeconds", "MaxAttempts", "BackoffRate", "MaxDelaySeconds",
      "JitterStrategy", "Comment",
    ]
    for retrier in retriers {
      guard let members = retrier.members else { continue }
      refuseUnknown(members, known: known, of: "a retrier")
      let ranges = [
        ("IntervalSeconds", 1...99_999_999), ("MaxAttempts", 0...99_999_999),
        ("MaxDelaySeconds", 1...31_622_399),
      ]
      for (name, range) in ranges {
        if let value = retrier[name] { checkNumber(value, name, in: range, language: .jsonPath) }
      }
      checkDelays(retrier)
    }
    checkShadows(retriers, "retrier")
    warnOfSynchrony(retriers, at: node?.location)
  }

  private mutating func checkDelays(_ retrier: LocatedJSON) {
    if let rate = retrier["BackoffRate"] {
      let number = rate.value.number
      if number.map({ $0.double < 1 }) ?? true {
        error("asl-range", "BackoffRate is a number of at least 1", at: rate.location)
      }
    }
    if let most = retrier["MaxDelaySeconds"], let seconds = most.value.int,
      seconds <= retrier["IntervalSeconds"]?.value.int ?? 1
    {
      error(
        "asl-range", "MaxDelaySeconds must be more than IntervalSeconds", at: most.location,
        hint: "IntervalSeconds is 1 where it is left out")
    }
    if let jitter = retrier["JitterStrategy"], !["FULL", "NONE"].contains(jitter.string ?? "") {
      error("asl-value", "the JitterStrategy is FULL or NONE", at: jitter.location)
    }
  }

  /// Checks the catchers of a state and returns the ways they lead.
  mutating func catchers(
    _ node: LocatedJSON?, siblings: Set<String>, language: QueryLanguage
  ) -> [Transition] {
    guard let catchers = handlers(node, "Catch") else { return [] }
    let own: [String: StateField] = [
      "ResultPath": .init(.place, .jsonPath), "Output": .init(.template, .jsonata),
      "Assign": .init(.variables), "Comment": .init(.text),
    ]
    var transitions: [Transition] = []
    for catcher in catchers {
      guard let members = catcher.members else { continue }
      refuseUnknown(members, known: own.keys + ["ErrorEquals", "Next"], of: "a catcher")
      for member in members {
        if let field = own[member.key] { check(member, field, language: language) }
      }
      checkTarget(
        catcher["Next"], "Next", of: "the catcher", at: catcher.location, siblings: siblings)
      if let next = catcher["Next"], let name = next.string {
        transitions.append(.init(target: name, location: next.location, cause: .caught(catcher)))
      }
    }
    checkShadows(catchers, "catcher")
    return transitions
  }

  /// Checks what retriers and catchers have in common, and returns them.
  private mutating func handlers(_ node: LocatedJSON?, _ name: String) -> [LocatedJSON]? {
    guard let node else { return nil }
    guard let handlers = node.array else {
      error("asl-type", "\(name) is a list", at: node.location)
      return nil
    }
    for (index, handler) in handlers.enumerated() {
      guard handler.members != nil else {
        error("asl-type", "an element of \(name) is an object", at: handler.location)
        continue
      }
      checkErrorNames(handler, isLast: index == handlers.count - 1, name)
    }
    return handlers
  }

  private mutating func checkErrorNames(_ handler: LocatedJSON, isLast: Bool, _ list: String) {
    guard let node = handler["ErrorEquals"] else {
      error(
        "asl-missing-field", "the element of \(list) lacks ErrorEquals", at: handler.location,
        hint: "name the errors, or States.ALL")
      return
    }
    guard let names = node.array, !names.isEmpty else {
      error("asl-type", "ErrorEquals is a list of at least one name", at: node.location)
      return
    }
    for name in names {
      guard let text = name.string else {
        error("asl-type", "ErrorEquals holds the names of errors", at: name.location)
        continue
      }
      if text == ErrorName.all {
        if names.count > 1 {
          error(
            "asl-states-all", "States.ALL stands alone", at: name.location,
            hint: "it includes the others")
        } else if !isLast {
          error(
            "asl-states-all", "States.ALL stands in the last element of \(list)",
            at: name.location, hint: "move it to the end; what follows would never be used")
        }
      }
      warnOfName(text, at: name.location)
    }
  }

  private mutating func warnOfName(_ name: String, at location: SourceLocation) {
    if name == "States.Runtime" {
      warn(
        "asl-uncatchable-error", "States.Runtime ends the execution, whatever is declared for it",
        at: location, hint: "mend what raises it: a path that is not there, most often")
    } else if name.hasPrefix("States."), !ErrorName.isKnown(name) {
      let near = nearestName(to: name, in: ErrorName.known)
      warn(
        "asl-unknown-error", "AWS raises no error \"\(name)\"", at: location,
        hint: near.map { "did you mean \"\($0)\"?" })
    }
  }

  /// Warns of elements whose errors are all taken by elements before them.
  private mutating func checkShadows(_ handlers: [LocatedJSON], _ kind: String) {
    var earlier: [(name: String, location: SourceLocation)] = []
    for handler in handlers {
      let names = (handler["ErrorEquals"]?.array ?? []).compactMap { node in
        node.string.map { (name: $0, location: node.location) }
      }
      for (name, location) in names where name != ErrorName.all {
        guard let first = earlier.first(where: { ErrorName.includes($0.name, name) }),
          first.name != ErrorName.all
        else { continue }
        warn(
          "asl-shadowed-\(kind)",
          "the \(kind) never sees \(name), because an earlier one takes \(first.name)",
          at: location, notes: [.init("the earlier \(kind) is here", at: first.location)],
          hint: "put the special errors first" + (ErrorName.advice(on: name) ?? ""))
      }
      earlier += names
    }
  }

  /// Warns where all executions that fail together try again together.
  private mutating func warnOfSynchrony(_ retriers: [LocatedJSON], at location: SourceLocation?) {
    let unsafe = retriers.contains {
      $0["JitterStrategy"] == nil && $0["MaxAttempts"]?.value.int != 0
        && ($0["BackoffRate"] != nil || $0["IntervalSeconds"] != nil)
    }
    guard unsafe, let location else { return }
    warn(
      "asl-retry-in-step", "executions that fail at the same time are tried again at the same time",
      at: location,
      hint: "add \"JitterStrategy\": \"FULL\", and MaxDelaySeconds to bound what BackoffRate does")
  }
}
