internal import Diagnostics
internal import JSON
internal import Reconciler

/// Puts an environment's variables into a document.
struct Substitution {
  let variables: [String: LocatedJSON]
  let address: Address
  /// Where the files that a document may name are looked for.
  private let files: IncludedFiles
  private(set) var problems: [Diagnostic] = []
  /// Whether the document has become another one.
  private(set) var didReplace = false

  init(variables: [String: LocatedJSON], address: Address, files: IncludedFiles) {
    self.variables = variables
    self.address = address
    self.files = files
  }

  /// Whether a document holds anything that may be a variable or a file; most hold none.
  static func mayApply(to value: JSON) -> Bool {
    switch value {
    case .string(let text): text.utf8.contains(UInt8(ascii: "$"))
    case .array(let elements): elements.contains(where: mayApply)
    case .object(let object):
      ["var", "file"].contains(object.members.first?.key)
        || object.members.contains { mayApply(to: $0.value) }
    default: false
    }
  }

  /// Returns the document with every variable replaced in its spec and its labels.
  mutating func applied(to document: LocatedJSON, _ spec: Field) -> LocatedJSON {
    guard case .object(let members) = document.content else { return document }
    var result = document
    result.content = .object(
      members.map { member in
        var member = member
        switch member.key {
        case "spec": member.value = replaced(member.value, spec)
        case "metadata": member.value = replaced(member.value, nil)
        default: break
        }
        return member
      })
    return result
  }

  private mutating func replaced(_ value: LocatedJSON, _ field: Field?) -> LocatedJSON {
    if field?.role.mayBeFile == true, let content = file(value) { return content }
    if field?.role.isVerbatim == true { return wholeValue(value) ?? value }
    var result = value
    switch value.content {
    case .string(let text):
      guard text.utf8.contains(UInt8(ascii: "$")) else { return value }
      return replaced(text, in: value)
    case .array(let elements):
      result.content = .array(elements.map { replaced($0, field?.element) })
    case .object(let members):
      result.content = .object(
        members.map { member in
          var member = member
          member.value = replaced(member.value, field?.member(member.key))
          return member
        })
    default: break
    }
    return result
  }

  /// Returns what `{file: PATH}` stands for.
  private mutating func file(_ value: LocatedJSON) -> LocatedJSON? {
    guard let (path, location) = value.namedFile else { return nil }
    do throws(DiagnosticsError) {
      let content = try files.content(of: path, at: location)
      didReplace = true
      return content
    } catch {
      problems += error.diagnostics.map { problem in
        var problem = problem
        problem.address = problem.address ?? address.description
        return problem
      }
      return nil
    }
  }

  /// Returns what `{var: name}` stands for, which is how a verbatim field takes a variable.
  private mutating func wholeValue(_ value: LocatedJSON) -> LocatedJSON? {
    guard let name = value.namedVariable else { return nil }
    return variable(name, at: value.location)
  }

  private mutating func variable(_ name: String, at location: SourceLocation) -> LocatedJSON? {
    guard let declared = variables[name] else {
      let near = nearestNames(to: name, in: variables.keys, limit: 3)
      problems.append(
        .error(
          "undeclared-variable", "the variable \"\(name)\" is not declared", at: location,
          address: address.description,
          hint: near.isEmpty
            ? "declare it under variables of the environment, or write $${ for a literal ${"
            : "did you mean \(near.map { "\"\($0)\"" }.joined(separator: " or "))?"))
      return nil
    }
    didReplace = true
    return LocatedJSON(
      declared.content, at: location,
      steps: [.variable(name: name, declared: declared.location)])
  }

  private mutating func replaced(_ text: String, in value: LocatedJSON) -> LocatedJSON {
    let parts = VariableText.parts(of: text)
    if parts.count == 1, case .variable(let name) = parts[0] {
      guard var whole = variable(name, at: value.location) else { return value }
      whole.steps = value.steps + whole.steps
      return whole
    }
    var result = value
    var joined = ""
    for part in parts {
      switch part {
      case .literal(let literal): joined += literal
      case .variable(let name):
        guard let found = variable(name, at: value.location) else { return value }
        guard let piece = found.value.textForm else {
          problems.append(
            .error(
              "variable-not-text",
              "the variable \"\(name)\" is a list or mapping and cannot stand inside a text",
              at: value.location, address: address.description))
          return value
        }
        joined += piece
        result.steps += found.steps
      }
    }
    if joined != text { didReplace = true }
    result.content = .string(joined)
    return result
  }
}

extension JSON {
  /// How a scalar stands inside a text; nil for what is none.
  fileprivate var textForm: String? {
    switch self {
    case .string(let text): text
    case .number(let number): number.text
    case .bool(let value): value ? "true" : "false"
    default: nil
    }
  }
}

/// The syntax of variables in texts: `${name}`, and `$${` for a literal `${`.
enum VariableText {
  enum Part: Equatable {
    case literal(String)
    case variable(String)
  }

  static func parts(of text: String) -> [Part] {
    var parts: [Part] = []
    var literal = ""
    var rest = text[...]
    while let dollar = rest.firstIndex(of: "$") {
      literal += rest[..<dollar]
      rest = rest[dollar...]
      if rest.hasPrefix("$${") {
        literal += "${"
        rest = rest.dropFirst(3)
      } else if let name = name(atStartOf: rest) {
        if !literal.isEmpty { parts.append(.literal(literal)) }
        literal = ""
        parts.append(.variable(name))
        rest = rest.dropFirst(name.count + 3)
      } else {
        literal += "$"
        rest = rest.dropFirst()
      }
    }
    literal += rest
    if !literal.isEmpty || parts.isEmpty { parts.append(.literal(literal)) }
    return parts
  }

  private static func name(atStartOf text: Substring) -> String? {
    guard text.hasPrefix("${"), let end = text.firstIndex(of: "}") else { return nil }
    let name = text[text.index(text.startIndex, offsetBy: 2)..<end]
    return name.isEmpty ? nil : String(name)
  }
}
