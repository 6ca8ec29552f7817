/// What a schema demands of objects.
final class ObjectRules: Sendable {
  let minimum: Int?
  let maximum: Int?
  let required: [String]
  let properties: [String: Int]
  /// The names of the properties in the order of the schema, for messages.
  let names: [String]
  let patterns: [(pattern: Pattern, schema: Int)]
  let additional: Int?
  let propertyNames: Int?
  let dependentRequired: [(name: String, needs: [String])]
  let dependentSchemas: [(name: String, schema: Int)]

  init(
    minimum: Int?, maximum: Int?, required: [String], properties: [String: Int], names: [String],
    patterns: [(pattern: Pattern, schema: Int)], additional: Int?, propertyNames: Int?,
    dependentRequired: [(name: String, needs: [String])],
    dependentSchemas: [(name: String, schema: Int)]
  ) {
    self.minimum = minimum
    self.maximum = maximum
    self.required = required
    self.properties = properties
    self.names = names
    self.patterns = patterns
    self.additional = additional
    self.propertyNames = propertyNames
    self.dependentRequired = dependentRequired
    self.dependentSchemas = dependentSchemas
  }
}
