import JSON

/// `$successTemplateUtils`: what a success template needs for the lists that JSONPath yields.
enum SuccessTemplateTool {
  static func call(_ call: MethodCall) throws(TemplateFailure) -> TemplateValue {
    guard call.name == "firstFromArray", call.count == 1 || call.count == 2 else {
      throw TemplateFailure(
        .unsupported, "what successTemplateUtils.\(call.name)() writes is not known offline",
        at: call.offset,
        remedy: "use firstFromArray(array) or firstFromArray(array, default)")
    }
    if let first = try first(call) { return .string(first) }
    return call.count == 2 ? call.arguments[1] : .null
  }

  /// Returns the JSON text of the first element; nil where there is none.
  private static func first(_ call: MethodCall) throws(TemplateFailure) -> String? {
    switch call.arguments[0] {
    case .null: return nil
    case .list(let list):
      guard let first = list.elements.first else { return nil }
      var text = ""
      do throws(TemplateValue.TextProblem) {
        try first.writeJSON(to: &text, limit: call.renderer.limits.outputBytes)
      } catch {
        throw call.failure("the first element has no text", "take a part of it")
      }
      return text
    default:
      let text = try call.text(0)
      try call.renderer.spend(text.utf8.count / 16, at: call.offset)
      guard let array = (try? JSON.parse(text))?.array else {
        throw call.failure(
          "firstFromArray() is given no JSON array",
          "give it a variable whose JSONPath yields a list, and a default in the translation map")
      }
      return array.first?.text
    }
  }
}
