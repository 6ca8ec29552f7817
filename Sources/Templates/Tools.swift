internal import Crypto

/// The tools Genesys Cloud adds to the variables of every template.
enum TemplateTool: String, CaseIterable, Sendable {
  case esc, math, encoding, successTemplateUtils, urlTool

  /// What `$tool.name` yields.
  func property(_ name: String, at offset: Int) throws(TemplateFailure) -> TemplateValue {
    switch self {
    case .esc: return EscapeTool.characters[name].map { .string($0) } ?? .null
    case .math where name == "random": throw MathTool.random(at: offset)
    default: return .null
    }
  }

  func call(_ call: MethodCall) throws(TemplateFailure) -> TemplateValue {
    switch self {
    case .esc: try EscapeTool.call(call)
    case .math: try MathTool.call(call)
    case .encoding: try EncodingTool.call(call)
    case .successTemplateUtils: try SuccessTemplateTool.call(call)
    case .urlTool:
      throw TemplateFailure(
        .unsupported, "what urlTool.\(call.name)() writes is not known offline", at: call.offset,
        remedy: "write #if(\"$!{x}\" != \"\")&x=$esc.uriEncode(${x})#end instead")
    }
  }
}

/// `$encoding`: base64 of the UTF-8 bytes of a text.
enum EncodingTool {
  static func call(_ call: MethodCall) throws(TemplateFailure) -> TemplateValue {
    guard call.name == "base64", call.count == 1, !call.arguments[0].isNull else { return .null }
    return .string(Base64.standard.encode(Array(try call.text(0).utf8)))
  }
}
