internal import Diagnostics
internal import JSON
internal import JSONSchema

extension SchemaViolation {
  /// Returns the violation as a problem with its place, and the places its value came from.
  func diagnostic(
    in document: LocatedJSON, prefix: String, address: String? = nil, hidesSource: Bool = false
  ) -> Diagnostic {
    if instance.tokens.last == "secretRef",
      let name = document[instance]?.string.flatMap(SecretStub.name)
    {
      return .error(
        "secret-to-fill", "nobody has said yet where this secret is kept",
        at: location(in: document), address: address,
        hint: "write env:\(name), or another place it can be read from")
    }
    let path = instance.description
    let subject = path.isEmpty ? prefix : "\(prefix)\(path)"
    return Diagnostic(
      .error, code, subject.isEmpty ? message : "\(subject) \(message)", at: location(in: document),
      address: address, notes: document[instance].map(provenanceNotes) ?? [], hint: hint,
      hidesSource: hidesSource)
  }
}

/// Tells how a value came to be, where it does not simply stand in one file.
func provenanceNotes(on value: LocatedJSON) -> [Diagnostic.Note] {
  value.steps.map { step in
    switch step {
    case .replaced(let location): Diagnostic.Note("it replaces the value here", at: location)
    case .variable(let name, let declared):
      Diagnostic.Note("it is the value of the variable \"\(name)\", declared here", at: declared)
    case .removed(let name, let location, _):
      Diagnostic.Note("the overlay takes \"\(name)\" out here", at: location)
    }
  }
}
