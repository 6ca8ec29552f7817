package import JSON

/// The variables a template may use.
package struct TemplateContext: Sendable, Hashable {
  /// How an object or array of the context looks where a reference prints the whole of it.
  package enum Printing: Sendable {
    /// As JSON, which is what a data action sends.
    case json
    /// As Java prints its own maps and lists: `{a=1}` and `[1, x]`.
    case java
  }

  package var variables: JSONObject
  package var printing: Printing

  package init(_ variables: JSONObject, printing: Printing = .json) {
    self.variables = variables
    self.printing = printing
  }

  /// The variables of a request: `$input` with its fields, and with all of it as `rawRequest`.
  package static func request(input: JSON) -> TemplateContext {
    var fields = input.object ?? JSONObject()
    if !fields.contains("rawRequest") { fields["rawRequest"] = .string(input.text) }
    return TemplateContext(["input": .object(fields)])
  }

  /// The variables of a success template: what the translation map found, each as the text of its
  /// JSON value, and the whole response as `rawResult`.
  package static func response(_ translated: JSONObject, raw: JSON) -> TemplateContext {
    var variables = JSONObject([("rawResult", .string(raw.text))])
    for member in translated { variables[member.key] = .string(member.value.text) }
    return TemplateContext(variables)
  }
}
