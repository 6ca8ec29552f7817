/// What a schema demands of arrays.
final class ArrayRules: Sendable {
  let minimum: Int?
  let maximum: Int?
  let isUnique: Bool
  /// The schemas of the first elements.
  let prefix: [Int]
  /// The schema of the elements after those, and the keyword that says so.
  let rest: Int?
  let restKeyword: String
  let contains: Int?
  let minContains: Int
  let maxContains: Int?
  /// Whether the elements that `contains` matches count as looked at.
  let containsEvaluates: Bool

  init(
    minimum: Int?, maximum: Int?, isUnique: Bool, prefix: [Int], rest: Int?, restKeyword: String,
    contains: Int?, minContains: Int, maxContains: Int?, containsEvaluates: Bool
  ) {
    self.minimum = minimum
    self.maximum = maximum
    self.isUnique = isUnique
    self.prefix = prefix
    self.rest = rest
    self.restKeyword = restKeyword
    self.contains = contains
    self.minContains = minContains
    self.maxContains = maxContains
    self.containsEvaluates = containsEvaluates
  }
}
