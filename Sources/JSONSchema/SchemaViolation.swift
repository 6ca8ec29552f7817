package import JSON

/// One way in which a value is not what its schema demands.
package struct SchemaViolation: Sendable, Hashable {
  /// What would have been right, for programs that offer it.
  package enum Expected: Sendable, Hashable {
    /// Any of these, as a person calls them: `a string`, `a reference`.
    case types([String])
    /// Any of these values.
    case values([JSON])
    /// A member of this name.
    case member(String)
    /// Any of these member names.
    case names([String])
  }

  /// Where the value stands; for a missing member the object that lacks it.
  package var instance: JSONPointer
  /// The keyword of JSON Schema that failed.
  package var keyword: String
  /// Where the keyword stands, such as `common.json#/$defs/days/minimum`.
  package var schemaPath: String
  /// The stable name of the kind of problem, in kebab case.
  package var code: String
  /// What is wrong, to be read after the name of the value; never repeats a text that stands there.
  package var message: String
  package var hint: String?
  /// Whether the name of the member is at fault, and not its value.
  package var isAboutKey: Bool
  package var expected: Expected?
}
