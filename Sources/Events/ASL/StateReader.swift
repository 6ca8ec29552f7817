import Diagnostics
import JSON
import JSONPath

/// Reads what a JSONPath state reads, and works out what it passes on.
struct StateReader {
  let origin: String
  private(set) var findings: [DataFlow.Finding] = []
  /// The machines inside the state, with what goes into each.
  private(set) var inner: [(machine: StateMachineModel, input: DataShape)] = []
  /// The names the state itself took from its raw input.
  private var used: Set<String> = []

  init(origin: String) {
    self.origin = origin
  }

  /// Returns the output of a state for an input, noting every read that finds nothing.
  mutating func output(of state: StateModel, _ raw: DataShape) -> DataShape {
    let node = state.node
    let input = selected(node["InputPath"], of: raw)
    let isRaw = node["InputPath"] == nil || node["InputPath"]?.string == "$"
    let output: DataShape
    switch state.type {
    case .choice:
      readRules(node["Choices"]?.array ?? [], input)
      output = input
    case .wait, .succeed:
      for name in ["SecondsPath", "TimestampPath"] { _ = selected(node[name], of: input) }
      output = input
    case .fail:
      for name in ["ErrorPath", "CausePath"] {
        if let field = node[name] { _ = query(field, of: input) }
      }
      return .anything
    case .pass:
      let result = node["Result"].map { DataShape($0.value) }
      let parameters = node["Parameters"].map { template($0, input) }
      output = place(result ?? parameters ?? input, node, raw: raw)
    case .task, .parallel, .map: output = worked(state, input, raw: raw, isRaw: isRaw)
    }
    return selected(node["OutputPath"], of: output)
  }

  private mutating func worked(
    _ state: StateModel, _ input: DataShape, raw: DataShape, isRaw: Bool
  ) -> DataShape {
    let node = state.node
    for member in node.members ?? [] where member.key.hasSuffix("Path") {
      guard !["InputPath", "OutputPath", "ResultPath"].contains(member.key) else { continue }
      _ = selected(member.value, of: input)
    }
    if let credentials = node["Credentials"] { _ = template(credentials, input) }
    let parameters = node["Parameters"].map { template($0, input) } ?? input
    for machine in state.machines {
      let items = node["ItemSelector"].map { template($0, input) }
      let item = items ?? (node["Parameters"] == nil ? .anything : parameters)
      inner.append((machine, state.type == .parallel ? parameters : item))
    }
    var result: DataShape = state.type == .task ? .anything : .list
    if let selector = node["ResultSelector"] {
      // What the task answers is not known, so that only the names are.
      var silent = StateReader(origin: origin)
      result = silent.template(selector, .anything)
    } else if state.type == .task, node["ResultPath"] == nil || node["ResultPath"]?.string == "$" {
      let lost = isRaw ? Set(raw.names).union(used) : []
      result = .unknown(
        lost: Dictionary(uniqueKeysWithValues: lost.map { ($0, state.name) }))
    }
    return place(result, node, raw: raw)
  }

  private func place(_ result: DataShape, _ node: LocatedJSON, raw: DataShape) -> DataShape {
    guard let place = node["ResultPath"] else { return result }
    guard let text = place.string else { return raw }
    guard let steps = try? StatePath(text).steps else { return .anything }
    return raw.putting(result, at: steps[...])
  }

  private mutating func readRules(_ rules: [LocatedJSON], _ input: DataShape) {
    for rule in rules {
      let guards = ChoiceGuards(rule)
      for node in guards.reads {
        guard let steps = try? StatePath(node.string ?? "").steps,
          !guards.tested.contains(where: { steps.starts(with: $0) })
        else { continue }
        _ = selected(node, of: input)
      }
    }
  }
}

extension StateReader {
  /// The value at a path of the input; nothing said means all of it.
  mutating func selected(_ node: LocatedJSON?, of input: DataShape) -> DataShape {
    guard let node else { return input }
    guard let text = node.string else { return .object([:], isOpen: false) }
    return read(text, node, of: input)
  }

  /// The value of a path or function.
  mutating func query(_ node: LocatedJSON, of input: DataShape) -> DataShape {
    guard let text = node.string else { return .anything }
    guard text.hasPrefix("$") else {
      for path in (try? IntrinsicFunction(text))?.paths ?? [] { _ = read(path, node, of: input) }
      return .anything
    }
    return read(text, node, of: input)
  }

  /// The value a template makes.
  mutating func template(_ node: LocatedJSON, _ input: DataShape) -> DataShape {
    guard case .object(let members) = node.content else {
      for element in node.array ?? [] { _ = template(element, input) }
      return DataShape(node.value)
    }
    var fields: [String: DataShape] = [:]
    for member in members {
      if member.key.hasSuffix(".$") {
        fields[String(member.key.dropLast(2))] = query(member.value, of: input)
      } else {
        fields[member.key] = template(member.value, input)
      }
    }
    return .object(fields, isOpen: false)
  }

  private mutating func read(
    _ text: String, _ node: LocatedJSON, of input: DataShape
  ) -> DataShape {
    guard let path = try? StatePath(text) else { return .anything }
    return read(path, node, of: input)
  }

  private mutating func read(
    _ path: StatePath, _ node: LocatedJSON, of input: DataShape
  ) -> DataShape {
    guard path.root == .input, let steps = path.steps else { return .anything }
    switch input.find(steps) {
    case .shape(let shape):
      if case .name(let name)? = steps.first { used.insert(name) }
      return shape
    case .nothing(let name): note(node, name, .nothing)
    case .lost(let name, let state): note(node, name, .lost(by: state))
    }
    return .anything
  }

  private mutating func note(
    _ node: LocatedJSON, _ name: String, _ reason: DataFlow.Finding.Reason
  ) {
    findings.append(
      .init(
        location: node.location, path: node.string ?? "", name: name, reason: reason,
        origin: origin))
  }
}
