/// A use of a variable in a template, as a check of the template sees it.
package struct TemplateReference: Sendable, Hashable {
  /// One step from the variable to the value.
  package enum Step: Sendable, Hashable {
    case name(String)
    case index(Int)
    /// An index that is known only while rendering.
    case computed
    /// A call, with the number of its arguments.
    case call(String, arguments: Int)
  }

  /// What becomes of the value.
  package enum Use: Sendable, Hashable {
    /// It is written to the result.
    case shown
    /// It is only looked at: by a condition, a loop, an index or a `#set`.
    case read
    /// `#set` gives it a value.
    case assigned
  }

  package let root: String
  package let steps: [Step]
  package let place: TemplatePlace
  /// The reference as it was written.
  package let text: String
  /// Whether it has a `!` and so shows nothing where there is no value.
  package let isQuiet: Bool
  package let use: Use
  /// The methods it is an argument of, as `esc.jsonString`, innermost first.
  package let calls: [String]
  /// Whether a text in double quotes is open where it stands in the result.
  package let isInQuotes: Bool
  /// Whether the template itself sets the variable: by `#set`, as that of a loop or a parameter.
  package let isLocal: Bool

  /// The names that lead from the variable to the value, up to the first step that is none.
  package var names: [String] {
    var names = [root]
    for step in steps {
      guard case .name(let name) = step else { break }
      names.append(name)
    }
    return names
  }

  /// Whether a tool stands at its root: `$esc`, `$math` and the like.
  package var isTool: Bool { !isLocal && TemplateTool(rawValue: root) != nil }

  /// Whether it is written through one of the methods of `$esc`.
  package var isEscaped: Bool { calls.contains { $0.hasPrefix("esc.") } }
}

extension Template {
  /// All uses of variables, in the order they are written, those in arguments and macros included.
  package var references: [TemplateReference] {
    var collector = ReferenceCollector(bytes: bytes)
    for macro in macros.values.sorted(by: { $0.name < $1.name }) {
      for parameter in macro.parameters { collector.locals.insert(parameter) }
    }
    collector.collectLocals(nodes)
    for macro in macros.values { collector.collectLocals(macro.body) }
    collector.visit(nodes)
    for macro in macros.values.sorted(by: { $0.name < $1.name }) { collector.visit(macro.body) }
    return collector.finish()
  }
}
