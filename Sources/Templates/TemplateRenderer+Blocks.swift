extension TemplateRenderer {
  /// Runs a loop over the elements of a list, or the values of a map.
  func run(_ node: LoopNode) throws(TemplateFailure) -> Outcome {
    let list: ListBox
    switch try value(node.items) {
    case .list(let elements): list = elements
    case .map(let map): list = ListBox(map.keys.map(map.value), of: map)
    default: return .done
    }
    guard !list.elements.isEmpty else { return .done }
    let expected = list.changes
    let names = [node.variable, "velocityCount", "velocityHasNext", "foreach"]
    let saved = try names.map { name throws(TemplateFailure) in try variable(name) }
    let outer = loop
    let box = LoopBox(parent: outer)
    loop = box
    defer {
      loop = outer
      for (name, value) in zip(names, saved) { assign(name, value) }
    }
    var index = 0
    while index != list.elements.count {
      guard list.changes == expected else {
        throw TemplateFailure(
          .evaluation, "the list is changed while a loop runs over it", at: node.offset,
          remedy: "collect the changes in another list")
      }
      loops += 1
      if loops > limits.loops {
        throw TemplateFailure(
          .limit, "loops run more than \(limits.loops) times", at: node.offset,
          remedy: "loop over less")
      }
      try spend(1, at: node.offset)
      let item = list.elements[index]
      box.index = index
      index += 1
      box.hasNext = index < list.elements.count
      assign("foreach", .loop(box))
      assign("velocityCount", .int(Int32(clamping: index)))
      assign("velocityHasNext", .bool(box.hasNext))
      assign(node.variable, item)
      switch try run(node.body) {
      case .done: continue
      case .broken: return .done
      case .stopped: return .stopped
      }
    }
    return .done
  }

  /// Calls a macro, or shows the call as text where there is no such macro.
  func run(_ call: CallNode) throws(TemplateFailure) -> Outcome {
    try spend(1, at: call.offset)
    let name = call.body == nil ? call.name : String(call.name.dropFirst())
    guard let macro = macros[name] else {
      try append(call.literal, at: call.offset)
      guard let body = call.body else { return .done }
      let outcome = try run(body)
      try append("#end", at: call.offset)
      return outcome
    }
    if let word = call.word {
      throw TemplateFailure(
        .evaluation, "\(word) is no argument for the macro \(name)", at: call.offset,
        remedy: "write $\(word) for a variable, or \"\(word)\" for a text")
    }
    var arguments: [ExactText: ExpressionNode.Operand] = [:]
    for (parameter, argument) in zip(macro.parameters, call.arguments) {
      arguments[ExactText(parameter)] = argument
    }
    if let body = call.body {
      arguments[ExactText("bodyContent")] = .init(
        node: .interpolated(body, offset: call.offset), literal: "$bodyContent")
    }
    let outer = frame
    let inner = MacroFrame(arguments: arguments, parent: outer)
    guard inner.depth <= limits.macroDepth else {
      throw TemplateFailure(
        .limit, "more than \(limits.macroDepth) calls of macros stand inside each other",
        at: call.offset, remedy: "end the recursion of #\(name) sooner, or use #foreach")
    }
    frame = inner
    defer { frame = outer }
    return try run(macro.body) == .stopped ? .stopped : .done
  }
}
