internal import Diagnostics
internal import JSON
internal import Templates

extension ActionLint {
  private static let request = JSONPointer(["config", "request"])

  /// Checks the templates of the request against the input they are filled from.
  mutating func checkRequest() {
    guard let request = action.request else { return }
    check(request.url, at: Self.request.appending("requestUrlTemplate"), in: .url)
    for (name, template) in request.headers {
      check(template, at: Self.request.appending("headers").appending(name), in: .header)
    }
    guard let body = request.body else { return }
    let place = Self.request.appending("requestTemplate")
    if !request.sendsBody {
      if body.source != "${input.rawRequest}" {
        warn(
          "unused-body", at: place, "\(request.method) sends no body, so that Genesys ignores it",
          hint: "take it out, or use POST, PUT or PATCH")
      }
      return
    }
    check(body, at: place, in: request.sendsJSON ? .json : .text)
  }

  /// Where a template's values end up.
  enum Surface {
    case url, header, json, text
  }

  /// Checks each reference of a template to the input.
  mutating func check(_ template: Template, at place: JSONPointer, in surface: Surface) {
    let references = template.references
    let guarded = Set(references.filter { $0.use == .read }.map(\.names))
    for reference in references where !reference.isTool && !reference.isLocal {
      let names = reference.names
      guard reference.root == "input" else {
        checkRoot(reference, at: place)
        continue
      }
      guard names.count > 1, names[1] != "rawRequest" else { continue }
      if let wrong = action.contract.input.firstUnknown(of: names.dropFirst()) {
        reportUnknown(wrong, reference, at: place)
        continue
      }
      guard reference.use == .shown else { continue }
      let types = action.contract.input.types(of: names.dropFirst())
      checkEscaping(reference, types, at: place, in: surface)
      let isOptional = !action.contract.input.required.contains(names[1])
      if isOptional, !reference.isQuiet, !guarded.contains(names) {
        report(
          .warning, "optional-input", reference, at: place,
          "\(reference.text) stays in the text as it is where \"\(names[1])\" is not given",
          hint: "write $!{…}, put it under #if, or make the input required")
      }
    }
  }

  private mutating func checkRoot(_ reference: TemplateReference, at place: JSONPointer) {
    let known = ["input", "credentials", "authResponse", "context", "request"]
    guard !known.contains(reference.root) else { return }
    report(
      .error, "unknown-variable", reference, at: place,
      "\(reference.text): a request has no variable \"\(reference.root)\"",
      hint: action.contract.input.properties.contains(reference.root)
        ? "write ${input.\(reference.root)}" : "what the flow gives stands under input")
  }

  private mutating func reportUnknown(
    _ wrong: (name: String, known: [String]), _ reference: TemplateReference, at place: JSONPointer
  ) {
    let near = nearestName(to: wrong.name, in: wrong.known)
    report(
      action.contract.input.isOpen ? .warning : .error, "unknown-input", reference, at: place,
      "\(reference.text): the input contract has no \"\(wrong.name)\"",
      hint: near.map { "did you mean \"\($0)\"?" } ?? "declare it in the input contract")
  }

  private mutating func checkEscaping(
    _ reference: TemplateReference, _ types: Set<String>?, at place: JSONPointer,
    in surface: Surface
  ) {
    let isPlain = types.map { $0.isSubset(of: ["integer", "number", "boolean"]) } ?? false
    let isText = types.map { $0.contains("string") } ?? true
    guard !isPlain, isText, !reference.isEscaped else { return }
    switch surface {
    case .url where !reference.calls.contains(where: { $0.hasPrefix("urlTool.") }):
      // What is called an id seldom holds what breaks a URL.
      let name = reference.names.last ?? ""
      let isID = ["id", "Id", "ID", "guid", "Guid"].contains { name.hasSuffix($0) }
      report(
        isID ? .note : .warning, "unescaped-url", reference, at: place,
        "\(reference.text) can break out of its place in the URL",
        hint: "write $esc.url(\(reference.text))")
    case .json where reference.isInQuotes:
      report(
        .warning, "unescaped-json", reference, at: place,
        "a quote or line end in \(reference.text) breaks the JSON",
        hint: "write $esc.jsonString(\(reference.text))")
    case .json where types == ["string"]:
      report(
        .error, "unquoted-json", reference, at: place,
        "\(reference.text) is a text and stands without quotes, so that the body is no JSON",
        hint: "write \"$esc.jsonString(\(reference.text))\"")
    default: break
    }
  }

  mutating func report(
    _ severity: Diagnostic.Severity, _ code: String, _ reference: TemplateReference,
    at place: JSONPointer, _ message: String, hint: String
  ) {
    report(
      ActionProblem(severity, code, at: place, message, hint: hint, place: reference.place))
  }
}
