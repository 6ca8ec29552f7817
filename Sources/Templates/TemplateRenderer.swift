import JSON

/// Renders nodes; what it may cost is counted in steps and bytes.
final class TemplateRenderer {
  /// How the rendering of nodes ended.
  enum Outcome {
    case done
    /// A `#break` looks for its loop.
    case broken
    case stopped
  }

  /// How many blocks, macros and arguments may be at work inside each other.
  private static let maximumNesting = 200

  let macros: [String: MacroNode]
  let context: TemplateContext
  let limits: TemplateLimits
  var output = ""
  var steps = 0
  var loops = 0
  /// How many nodes and texts stand inside each other, so that the stack is safe.
  var nesting = 0
  private var globals: [ExactText: TemplateValue] = [:]
  var frame: MacroFrame?
  var loop: LoopBox?
  /// The lists and maps that were given others to hold, and so may hold themselves.
  private var holders: [TemplateValue] = []

  init(macros: [String: MacroNode], context: TemplateContext, limits: TemplateLimits) {
    self.macros = macros
    self.context = context
    self.limits = limits
  }

  /// Renders a whole template.
  func render(_ nodes: [TemplateNode]) throws(TemplateFailure) -> String {
    defer {
      // What holds itself would never be freed.
      for case .list(let list) in holders { list.elements = [] }
      for case .map(let map) in holders { map.removeAll() }
    }
    _ = try run(nodes)
    return output
  }

  /// Notes that a list or map is given values, where one of them may hold it.
  func note(_ holder: TemplateValue, holds values: [TemplateValue]) {
    if values.contains(where: \.isContainer) { holders.append(holder) }
  }

  /// Renders nodes at the end of the output.
  func run(_ nodes: [TemplateNode]) throws(TemplateFailure) -> Outcome {
    nesting += 1
    defer { nesting -= 1 }
    guard nesting < Self.maximumNesting else { throw tooNested(at: 0) }
    for node in nodes {
      steps += 1
      switch node {
      case .text(let text): try append(text, at: 0)
      case .reference(let reference): try show(reference)
      case .set(let target, let value, let offset):
        try spend(1, at: offset)
        try set(target, to: try self.value(value))
      case .conditional(let branches):
        for branch in branches where try branch.condition.map(isTrue) ?? true {
          let outcome = try run(branch.body)
          if outcome != .done { return outcome }
          break
        }
      case .loop(let loop):
        if try run(loop) == .stopped { return .stopped }
      case .call(let call):
        if try run(call) == .stopped { return .stopped }
      case .breakLoop: return .broken
      case .stop: return .stopped
      }
    }
    return .done
  }

  /// Renders nodes into a text of its own.
  func text(
    of nodes: [TemplateNode], at offset: Int
  ) throws(TemplateFailure) -> String {
    let outer = output
    output = ""
    defer { output = outer }
    _ = try run(nodes)
    try spend(output.utf8.count / 64, at: offset)
    return output
  }

  func append(_ text: String, at offset: Int) throws(TemplateFailure) {
    guard output.utf8.count + text.utf8.count <= limits.outputBytes else {
      throw tooLong(at: offset)
    }
    output += text
  }

  func tooLong(at offset: Int) -> TemplateFailure {
    TemplateFailure(
      .limit, "the result is longer than \(limits.outputBytes) bytes", at: offset,
      remedy: "render less")
  }

  /// Counts work, and ends the rendering where it is too much.
  func spend(_ count: Int, at offset: Int) throws(TemplateFailure) {
    steps += count
    if steps > limits.steps {
      throw TemplateFailure(
        .limit, "rendering takes more than \(limits.steps) steps", at: offset,
        remedy: "loop over less")
    }
  }

  /// Returns the text of a value, which no reference has written anywhere yet.
  func text(_ value: TemplateValue, at offset: Int) throws(TemplateFailure) -> String {
    if case .string(let text) = value { return text }
    var text = ""
    do throws(TemplateValue.TextProblem) {
      try value.write(to: &text, limit: limits.outputBytes)
    } catch {
      throw failure(error, at: offset)
    }
    try spend(text.utf8.count / 64, at: offset)
    return text
  }

  private func failure(
    _ problem: TemplateValue.TextProblem, at offset: Int
  ) -> TemplateFailure {
    switch problem {
    case .tooLong: tooLong(at: offset)
    case .tooDeep:
      TemplateFailure(
        .limit, "lists and maps stand too deep inside each other to be shown", at: offset,
        remedy: "show a part of the value; a list must not hold itself")
    case .array:
      TemplateFailure(
        .evaluation, "a Java array prints as an address, not as its elements", at: offset,
        remedy: "take one element, as in $parts[0], or loop over it with #foreach")
    case .tool:
      TemplateFailure(
        .evaluation, "this is a tool and no value, and prints as an address", at: offset,
        remedy: "call one of its methods")
    }
  }

  /// Returns a variable, which macro parameters hide.
  func variable(_ name: String) throws(TemplateFailure) -> TemplateValue {
    var frame = frame
    while let current = frame {
      if let value = current.locals[ExactText(name)] { return value }
      if let argument = current.arguments[ExactText(name)] {
        let inner = self.frame
        self.frame = current.parent
        defer { self.frame = inner }
        nesting += 1
        defer { nesting -= 1 }
        guard nesting < Self.maximumNesting else { throw tooNested(at: 0) }
        return try value(argument.node)
      }
      frame = current.parent
    }
    return global(name)
  }

  func tooNested(at offset: Int) -> TemplateFailure {
    TemplateFailure(
      .limit, "macros and their arguments stand too deep inside each other", at: offset,
      remedy: "set variables on the way")
  }

  func global(_ name: String) -> TemplateValue {
    if let value = globals[ExactText(name)] { return value }
    guard let json = context.variables[name] else {
      return TemplateTool(rawValue: name).map { .tool($0) } ?? .null
    }
    let value = TemplateValue(json, printing: context.printing)
    globals[ExactText(name)] = value
    return value
  }

  /// Sets a variable: a parameter for the macro alone, anything else for all of the template.
  func assign(_ name: String, _ value: TemplateValue) {
    var frame = frame
    while let current = frame {
      if current.hides(name) {
        current.locals[ExactText(name)] = value
        return
      }
      frame = current.parent
    }
    globals[ExactText(name)] = value
  }
}

/// What a macro call knows: the arguments, which are evaluated anew at each use.
final class MacroFrame {
  let arguments: [ExactText: ExpressionNode.Operand]
  var locals: [ExactText: TemplateValue] = [:]
  let parent: MacroFrame?
  let depth: Int

  init(arguments: [ExactText: ExpressionNode.Operand], parent: MacroFrame?) {
    self.arguments = arguments
    self.parent = parent
    depth = (parent?.depth ?? 0) + 1
  }

  func hides(_ name: String) -> Bool {
    arguments[ExactText(name)] != nil || locals[ExactText(name)] != nil
  }
}
