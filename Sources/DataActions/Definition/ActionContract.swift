internal import Diagnostics
package import JSON
package import JSONSchema

/// What goes into a data action and what comes out, as draft-04 schemas.
package struct ActionContract: Sendable {
  package let input: ContractSchema
  package let output: ContractSchema
}

/// One side of a contract: the schema as it was written, ready to judge values.
package struct ContractSchema: Sendable {
  package let document: JSON
  private let schema: Schema

  /// Reads a schema of draft-04, or returns everything that keeps it from being one.
  static func read(_ document: JSON) -> Result<ContractSchema, ActionProblems> {
    let problems = ContractRules.problems(in: document)
    guard problems.isEmpty else { return .failure(ActionProblems(problems: problems)) }
    var marked = document
    marked["$schema"] = .string(ContractRules.draft)
    do {
      let schema = try Schema(compiling: marked, registry: SchemaRegistry())
      return .success(ContractSchema(document: document, schema: schema))
    } catch let error as SchemaError {
      return .failure(
        ActionProblems(problems: [
          ActionProblem(.error, error.code, at: .root, error.message, hint: error.hint)
        ]))
    } catch {
      return .failure(
        ActionProblems(problems: [ActionProblem(.error, "contract", at: .root, "\(error)")]))
    }
  }

  /// Returns everything about a value that is not as the contract says.
  package func problems(with value: JSON) -> [SchemaViolation] { schema.validate(value) }

  package func accepts(_ value: JSON) -> Bool { schema.isValid(value) }

  /// The properties that the schema names, in its order.
  package var properties: JSONObject { document["properties"]?.object ?? [:] }

  package var required: [String] { document["required"]?.array?.compactMap(\.string) ?? [] }

  /// Whether values may have properties that the schema does not name.
  package var isOpen: Bool { document["additionalProperties"]?.bool != false }
}

extension SchemaViolation {
  /// The violation as a sentence that names the value it is about.
  package var sentence: String {
    let name = instance == .root ? "the value" : instance.description
    return isAboutKey ? "\(name): \(message)" : "\(name) \(message)"
  }
}
