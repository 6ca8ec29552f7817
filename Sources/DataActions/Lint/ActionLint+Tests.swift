internal import JSON
internal import JSONSchema

extension ActionLint {
  /// Checks that the tests are about this contract.
  mutating func checkTests(_ spec: JSON) {
    let tests = JSONPointer(["tests"])
    for (index, test) in action.tests.enumerated() {
      guard let output = test.expectation.output else { continue }
      let place = tests.appending(index)
      for problem in action.contract.input.problems(with: test.input) {
        error(
          "test-contract", at: place.appending("input").appending(problem.instance),
          "the input contract does not take it: \(problem.sentence)",
          hint: "correct the test, or expect an error")
      }
      for problem in action.contract.output.problems(with: output) {
        error(
          "test-contract",
          at: place.appending("expect").appending("output").appending(problem.instance),
          "the output contract does not allow it: \(problem.sentence)",
          hint: "correct the test or the contract")
      }
    }
  }
}
