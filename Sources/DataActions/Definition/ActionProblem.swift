package import Diagnostics
package import JSON
package import Templates

/// Something that is wrong in the definition of a data action, and where in it.
package struct ActionProblem: Sendable, Hashable {
  package var severity: Diagnostic.Severity
  /// The stable name of the problem in kebab case.
  package var code: String
  /// The place within the block that was read.
  package var pointer: JSONPointer
  package var message: String
  package var hint: String?
  /// The place within the template that stands at the pointer.
  package var place: TemplatePlace?

  init(
    _ severity: Diagnostic.Severity = .error, _ code: String = "action-definition",
    at pointer: JSONPointer, _ message: String, hint: String? = nil, place: TemplatePlace? = nil
  ) {
    (self.severity, self.code, self.pointer) = (severity, code, pointer)
    (self.message, self.hint, self.place) = (message, hint, place)
  }

  /// Returns the problem as it stands in a block that holds the one that was read.
  func below(_ parent: JSONPointer) -> ActionProblem {
    var problem = self
    problem.pointer = parent.appending(pointer)
    return problem
  }

  /// Returns the problem as a diagnostic of the document whose block at `parent` was read.
  package func diagnostic(
    in document: LocatedJSON, below parent: JSONPointer, address: String
  ) -> Diagnostic {
    let pointer = parent.appending(self.pointer)
    var text = message
    // Of a template of one line the column in the file depends on how it is quoted.
    if let place { text = "\(text) (line \(place.line), column \(place.column) of the template)" }
    return Diagnostic(
      severity, code, text, at: document.location(of: pointer), address: address, hint: hint)
  }
}

extension ActionProblem: CustomStringConvertible {
  package var description: String {
    let place = pointer == .root ? "" : "\(pointer): "
    return place + message + (hint.map { " (\($0))" } ?? "")
  }
}

/// Everything that is wrong in a block.
package struct ActionProblems: Error, Sendable, Hashable {
  package let problems: [ActionProblem]
}
