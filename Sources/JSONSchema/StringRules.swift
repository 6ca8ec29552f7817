/// What a schema demands of texts; lengths count Unicode scalars.
final class StringRules: Sendable {
  let minimum: Int?
  let maximum: Int?
  let pattern: Pattern?
  let format: Format?

  init?(minimum: Int?, maximum: Int?, pattern: Pattern?, format: Format?) {
    guard minimum != nil || maximum != nil || pattern != nil || format != nil else { return nil }
    self.minimum = minimum
    self.maximum = maximum
    self.pattern = pattern
    self.format = format
  }

  /// Whether the length matters at all.
  var limitsLength: Bool { minimum != nil || maximum != nil }
}
