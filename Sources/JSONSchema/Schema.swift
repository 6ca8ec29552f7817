package import JSON

/// A schema that is ready to validate values, on any number of threads.
package struct Schema: Sendable {
  private let program: Program

  /// Compiles a document that need not be registered itself; its references lead into the registry.
  package init(compiling document: JSON, uri: String = "", registry: SchemaRegistry) throws {
    var documents = registry.documents
    documents.add(document, at: uri)
    let place = try documents.resolve(DocumentIndex.key(uri), from: .start(uri))
    try self.init(place, documents, assertsFormat: registry.assertsFormat)
  }

  init(_ place: SchemaPlace, _ documents: DocumentIndex, assertsFormat: Bool) throws {
    var compiler = SchemaCompiler(documents: documents, assertsFormat: assertsFormat)
    program = try compiler.program(from: place)
  }

  /// Returns whether a value is valid, without finding words for what is not.
  package func isValid(_ value: JSON) -> Bool { verdict(value).isValid }

  /// Returns everything about a value that is not as the schema demands; empty where it is valid.
  package func validate(_ value: JSON) -> [SchemaViolation] {
    let (isValid, fault) = verdict(value)
    if let fault { return [fault] }
    if isValid { return [] }
    var evaluator = Evaluator(program, collects: true)
    var coverage = Coverage.ignored
    _ = evaluator.check(0, value, &coverage)
    var seen: Set<SchemaViolation> = []
    return evaluator.violations.filter { violation in
      var essence = violation
      (essence.schemaPath, essence.keyword) = ("", "")
      return seen.insert(essence).inserted
    }
  }

  private func verdict(_ value: JSON) -> (isValid: Bool, fault: SchemaViolation?) {
    var evaluator = Evaluator(program, collects: false)
    var coverage = Coverage.ignored
    let isValid = evaluator.check(0, value, &coverage)
    return (isValid && evaluator.fault == nil, evaluator.fault)
  }
}
