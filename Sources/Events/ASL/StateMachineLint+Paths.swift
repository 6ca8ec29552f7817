import Diagnostics
import JSON

extension StateMachineLint {
  /// Checks a path that may lead to any number of values.
  mutating func checkPath(_ node: LocatedJSON, _ name: String, nullable: Bool) {
    if nullable, case .null = node.content { return }
    guard let text = node.string else {
      error(
        "asl-type", "\(name) is a path\(nullable ? " or null" : "")", at: node.location,
        hint: "write it as in \"$.name\"")
      return
    }
    _ = readPath(text, at: 0, in: node, name)
  }

  /// Checks a path that says where in the input something is put.
  mutating func checkPlace(_ node: LocatedJSON, _ name: String) {
    if case .null = node.content { return }
    guard let text = node.string else {
      error(
        "asl-type", "\(name) is a path or null", at: node.location,
        hint: "write it as in \"$.result\"")
      return
    }
    guard let path = readPath(text, at: 0, in: node, name) else { return }
    if path.root != .input || path.steps == nil {
      error(
        "asl-reference-path", "\(name) must lead to exactly one place of the input",
        at: node.location, hint: "use names and indexes alone, starting with a single $")
    }
  }

  /// Checks a path that must lead to one value.
  mutating func checkValue(_ node: LocatedJSON, _ name: String, allowsFunctions: Bool) {
    guard let text = node.string else {
      error(
        "asl-type", "\(name) is a path", at: node.location, hint: "write it as in \"$.name\"")
      return
    }
    if allowsFunctions, text.hasPrefix("States.") { return checkFunction(text, in: node) }
    guard let path = readPath(text, at: 0, in: node, name) else { return }
    if !path.isSingle {
      error(
        "asl-reference-path", "\(name) must lead to one value", at: node.location,
        hint: "use names and indexes alone")
    }
  }

  /// Checks a path or a function, as templates have them.
  mutating func checkQuery(_ node: LocatedJSON, _ name: String) {
    guard let text = node.string else {
      error(
        "asl-payload-template", "\"\(name)\" ends with .$, so its value must be a path or function",
        at: node.location, hint: "write it as in \"$.name\", or leave .$ out of the name")
      return
    }
    if text.hasPrefix("$") {
      _ = readPath(text, at: 0, in: node, name)
    } else {
      checkFunction(text, in: node)
    }
  }

  private mutating func readPath(
    _ text: String, at offset: Int, in node: LocatedJSON, _ name: String
  ) -> StatePath? {
    do throws(StatePathError) {
      let path = try StatePath(text)
      checkVariables(of: [path], in: node)
      return path
    } catch {
      self.error(
        "asl-path", "\(name) is no path: \(error.message)",
        at: location(of: offset + error.offset, in: node), hint: error.remedy)
      return nil
    }
  }

  private mutating func checkVariables(of paths: [StatePath], in node: LocatedJSON) {
    for path in paths {
      guard case .variable(let name) = path.root else { continue }
      checkVariable(name, at: node.location, known: [])
    }
  }

  private mutating func checkFunction(_ text: String, in node: LocatedJSON) {
    do throws(StatePathError) {
      checkVariables(of: try IntrinsicFunction(text).paths, in: node)
    } catch {
      self.error(
        "asl-function", error.message, at: location(of: error.offset, in: node),
        hint: error.remedy)
    }
  }
}
