extension TemplateRenderer {
  /// Shows a reference: its value, or the reference as it was written where it has none.
  func show(_ reference: ReferenceNode) throws(TemplateFailure) {
    let offset = reference.offset
    try spend(1, at: offset)
    let value = try value(reference)
    let escapes = String(repeating: "\\", count: reference.slashes / 2)
    if !reference.slashes.isMultiple(of: 2) {
      let escape = value.isNull ? "\\" : ""
      return try append(escapes + escape + nullText(reference), at: offset)
    }
    guard value.isNull else {
      if !escapes.isEmpty { try append(escapes, at: offset) }
      if !reference.prefix.isEmpty { try append(reference.prefix, at: offset) }
      return try append(try text(value, at: offset), at: offset)
    }
    if reference.isQuiet { return try append(escapes + escapes + reference.prefix, at: offset) }
    try append(escapes + escapes + reference.prefix + nullText(reference), at: offset)
  }

  /// Returns what stands for a reference without a value: of a macro's `$parameter`, the argument
  /// as it was written.
  private func nullText(_ reference: ReferenceNode) -> String {
    guard reference.steps.isEmpty, reference.isPlain else { return reference.literal }
    var current = frame
    while let frame = current {
      if let argument = frame.arguments[ExactText(reference.root)] { return argument.literal }
      current = frame.parent
    }
    return reference.literal
  }

  func value(_ reference: ReferenceNode) throws(TemplateFailure) -> TemplateValue {
    var value = try variable(reference.root)
    for step in reference.steps {
      if value.isNull { return .null }
      value = try self.value(of: step, in: value)
    }
    return value
  }

  private func value(
    of step: ReferenceNode.Step, in value: TemplateValue
  ) throws(TemplateFailure) -> TemplateValue {
    switch step {
    case .property(let name, let offset):
      try spend(1, at: offset)
      return try property(name, of: value, at: offset)
    case .method(let name, let nodes, let offset):
      try spend(1, at: offset)
      var arguments: [TemplateValue] = []
      for node in nodes { arguments.append(try self.value(node)) }
      let result = try call(name, arguments, on: value, at: offset)
      try spend(0, at: offset)
      return result
    case .index(let node, let offset):
      try spend(1, at: offset)
      return try element(try self.value(node), of: value, at: offset)
    }
  }

  func property(
    _ name: String, of value: TemplateValue, at offset: Int
  ) throws(TemplateFailure) -> TemplateValue {
    if case .map(let map) = value { return map.value(.string(name)) }
    if name == "class" || name == "bytes" {
      throw TemplateFailure(
        .unsupported, ".\(name) leads to Java's own objects, which templates have no use for",
        at: offset, remedy: "do without it")
    }
    switch value {
    case .list(let list): return name == "empty" ? .bool(list.elements.isEmpty) : .null
    case .string(let text):
      switch name {
      case "empty": return .bool(text.isEmpty)
      case "blank": return .bool(text.unicodeScalars.allSatisfy(\.isJavaSpace))
      default: return .null
      }
    case .entry(let map, let key):
      switch name {
      case "key": return key
      case "value": return map.value(key)
      default: return .null
      }
    case .loop(let loop): return loop.property(name)
    case .tool(let tool): return try tool.property(name, at: offset)
    default: return .null
    }
  }

  private func element(
    _ index: TemplateValue, of value: TemplateValue, at offset: Int
  ) throws(TemplateFailure) -> TemplateValue {
    switch (value, index) {
    case (.map(let map), .int(let number)) where number < 0:
      return map.value(.int(number &+ Int32(clamping: map.count)))
    case (.map(let map), _): return index.isNull ? .null : map.value(index)
    case (.null, _): return .null
    case (_, .int(let number)) where number < 0 && !value.isList:
      throw TemplateFailure(
        .evaluation, "index \(number) counts from the end of what is no list", at: offset,
        remedy: "use it with lists")
    case (.list(let list), .int(let number)):
      return list.elements[try position(number, in: list, at: offset)]
    default: return .null
    }
  }

  /// Returns the position of an index that may count from the end.
  private func position(
    _ index: Int32, in list: ListBox, at offset: Int
  ) throws(TemplateFailure) -> Int {
    let count = list.elements.count
    let position = index < 0 ? Int(index) + count : Int(index)
    guard list.elements.indices.contains(position) else {
      throw TemplateFailure(
        .evaluation, "index \(index) is outside a list of \(count)", at: offset,
        remedy: "ask for size() or isEmpty() first")
    }
    return position
  }

  /// Sets what a reference leads to; nothing happens where that is no place, or the value null.
  func set(_ target: ReferenceNode, to value: TemplateValue) throws(TemplateFailure) {
    if value.isNull { return }
    guard let last = target.steps.last else {
      // Velocity takes ${x} and $!x here, and then sets nothing.
      if target.isPlain { assign(target.root, value) }
      return
    }
    var holder = try variable(target.root)
    for step in target.steps.dropLast() {
      if holder.isNull { return }
      holder = try self.value(of: step, in: holder)
    }
    if holder.isContainer { note(holder, holds: [value]) }
    switch (holder, last) {
    case (.map(let map), .property(let name, let offset)):
      try spend(1, at: offset)
      map.set(.string(name), to: value)
    case (.map(let map), .index(let node, let offset)):
      try spend(1, at: offset)
      map.set(try self.value(node), to: value)
    case (.list(let list), .index(let node, let offset)):
      guard case .int(let index) = try self.value(node) else { return }
      list.elements[try position(index, in: list, at: offset)] = value
    default: break
    }
  }
}

extension LoopBox {
  /// What `$foreach.name` yields.
  func property(_ name: String) -> TemplateValue {
    switch name {
    case "index": .int(Int32(clamping: index))
    case "count": .int(Int32(clamping: index + 1))
    case "hasNext": .bool(hasNext)
    case "first": .bool(index == 0)
    case "last": .bool(!hasNext)
    case "parent": parent.map { .loop($0) } ?? .null
    case "topmost": .loop(topmost)
    default: .null
    }
  }
}
