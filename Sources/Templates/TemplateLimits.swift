/// How much rendering a template may cost before it is given up.
package struct TemplateLimits: Sendable, Hashable {
  /// How long the result, and any text on the way to it, may be in UTF-8 bytes.
  package var outputBytes: Int
  /// How many nodes may be evaluated, elements touched and stretches of 64 characters read.
  package var steps: Int
  /// How many times the bodies of loops may run, over all loops together.
  package var loops: Int
  /// How many macro calls may stand inside each other.
  package var macroDepth: Int

  package init(
    outputBytes: Int = 10 << 20, steps: Int = 5_000_000, loops: Int = 1_000_000,
    macroDepth: Int = 20
  ) {
    self.outputBytes = outputBytes
    self.steps = steps
    self.loops = loops
    self.macroDepth = macroDepth
  }

  package static let `default` = TemplateLimits()
}
