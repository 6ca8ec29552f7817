/// A text with references and directives, as Velocity 1.7 defines them, ready to be rendered.
package struct Template: Sendable {
  /// The text it was read from.
  package let source: String
  let bytes: [UInt8]
  let nodes: [TemplateNode]
  let macros: [String: MacroNode]

  /// Reads a template; all that is wrong with its syntax is found here.
  package init(parsing source: String) throws(TemplateError) {
    self.source = source
    bytes = Array(source.utf8)
    var parser = TemplateParser(bytes)
    do throws(TemplateFailure) {
      nodes = try parser.template()
    } catch {
      throw error.located(in: bytes)
    }
    macros = parser.macros
  }

  /// Renders the template with variables; it takes no more time and memory than the limits allow.
  package func render(
    _ context: TemplateContext, limits: TemplateLimits = .default
  ) throws(TemplateError) -> String {
    let renderer = TemplateRenderer(macros: macros, context: context, limits: limits)
    do throws(TemplateFailure) {
      return try renderer.render(nodes)
    } catch {
      throw error.located(in: bytes)
    }
  }
}
