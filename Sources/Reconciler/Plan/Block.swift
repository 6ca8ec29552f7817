package import Diagnostics

/// A reason found outside the plan for not touching an object: a bucket that cannot take recordings.
package struct Block: Sendable, Hashable {
  package let address: Address
  package let problem: Diagnostic

  package init(_ address: Address, _ problem: Diagnostic) {
    self.address = address
    self.problem = problem
  }
}
