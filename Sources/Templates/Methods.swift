/// A call of a method of a value, on its way to the type that has it.
struct MethodCall {
  let name: String
  let arguments: [TemplateValue]
  let offset: Int
  let renderer: TemplateRenderer

  var count: Int { arguments.count }

  func string(_ index: Int) -> String? {
    if index < count, case .string(let text) = arguments[index] { text } else { nil }
  }

  /// An argument where Java wants an `int`.
  func int(_ index: Int) -> Int? {
    if index < count, case .int(let value) = arguments[index] { Int(value) } else { nil }
  }

  /// The text of an argument, of any type.
  func text(_ index: Int) throws(TemplateFailure) -> String {
    try renderer.text(arguments[index], at: offset)
  }

  func failure(_ message: String, _ remedy: String) -> TemplateFailure {
    TemplateFailure(.evaluation, message, at: offset, remedy: remedy)
  }

  /// Refuses a method that Java has and this engine does not, rather than showing another result.
  func unknown(of type: String, among names: Set<String>) -> TemplateFailure? {
    guard names.contains(name) else { return nil }
    return TemplateFailure(
      .unsupported, "\(name)() of a \(type) is not taken here", at: offset,
      remedy: "use another method; the documentation lists those there are")
  }

  /// What every object of Java has.
  func ofAnyValue(_ value: TemplateValue) throws(TemplateFailure) -> TemplateValue? {
    switch (name, count) {
    case ("toString", 0): return .string(try renderer.text(value, at: offset))
    case ("equals", 1): return .bool(value.equals(arguments[0], renderer))
    case ("hashCode", 0):
      guard let code = value.hashCode else {
        throw failure("the hash code of this value is not calculated", "do without hashCode()")
      }
      return .int(code)
    case ("getClass", 0):
      throw TemplateFailure(
        .unsupported, "templates have no access to Java's classes", at: offset,
        remedy: "do without getClass()")
    default: return nil
    }
  }
}

extension TemplateRenderer {
  /// Calls a method; null where the type has none of the name for such arguments.
  func call(
    _ name: String, _ arguments: [TemplateValue], on value: TemplateValue, at offset: Int
  ) throws(TemplateFailure) -> TemplateValue {
    let call = MethodCall(name: name, arguments: arguments, offset: offset, renderer: self)
    if value.isContainer { note(value, holds: arguments) }
    switch value {
    case .tool(let tool): return try tool.call(call)
    case .string(let text): if let result = try call.onString(text) { return result }
    case .list(let list): if let result = try call.onList(list) { return result }
    case .map(let map): if let result = try call.onMap(map) { return result }
    case .entry(let map, let key): if let result = call.onEntry(map, key) { return result }
    case .loop(let loop): return call.onLoop(loop)
    case .int, .long, .double, .big: if let result = try call.onNumber(value) { return result }
    case .bool(let flag): if let result = call.onBool(flag) { return result }
    case .null, .nothing: return .null
    }
    return try call.ofAnyValue(value) ?? .null
  }
}

extension MethodCall {
  fileprivate func onEntry(_ map: MapBox, _ key: TemplateValue) -> TemplateValue? {
    switch (name, count) {
    case ("getKey", 0): key
    case ("getValue", 0): map.value(key)
    default: nil
    }
  }

  fileprivate func onLoop(_ loop: LoopBox) -> TemplateValue {
    guard count == 0 else { return .null }
    switch name {
    case "hasNext": return loop.property(name)
    case "isFirst": return loop.property("first")
    case "isLast": return loop.property("last")
    case "getIndex": return loop.property("index")
    case "getCount": return loop.property("count")
    case "getParent": return loop.property("parent")
    case "getTopmost": return loop.property("topmost")
    default: return .null
    }
  }

  fileprivate func onBool(_ value: Bool) -> TemplateValue? {
    switch (name, count) {
    case ("booleanValue", 0): .bool(value)
    case ("parseBoolean", 1): string(0).map { .bool($0.lowercased() == "true") }
    case ("compareTo", 1):
      if case .bool(let other) = arguments[0] {
        .int(value == other ? 0 : value ? 1 : -1)
      } else {
        nil
      }
    default: nil
    }
  }
}
