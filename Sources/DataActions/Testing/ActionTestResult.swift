package import JSON

/// What came of one test of an action.
package struct ActionTestResult: Sendable {
  package let name: String
  package let trace: ActionTrace
  /// What is not as the test expects; nothing where it passed.
  package let differences: [Difference]

  package init(name: String, trace: ActionTrace, differences: [Difference]) {
    (self.name, self.trace, self.differences) = (name, trace, differences)
  }

  package var isPassed: Bool { differences.isEmpty }

  /// One thing that is not as it should be.
  package struct Difference: Sendable, Hashable {
    package let message: String
    package var expected: JSON?
    package var actual: JSON?
    package var hint: String?

    package init(
      message: String, expected: JSON? = nil, actual: JSON? = nil, hint: String? = nil
    ) {
      (self.message, self.expected) = (message, expected)
      (self.actual, self.hint) = (actual, hint)
    }
  }
}

extension ActionTestResult {
  /// Compares a run with what its test expects.
  init(_ test: ActionTest, _ trace: ActionTrace, sent: JSON?) {
    let expected = test.expectation
    var differences: [Difference] = []
    if let output = expected.output {
      if let failure = trace.failed?.failure {
        differences.append(
          Difference(message: "the run failed: \(failure.message)", hint: failure.hint))
      } else if let actual = trace.finalResult, actual != output {
        differences += Self.leaves(output, actual, at: .root)
      }
    }
    if let error = expected.error {
      if let failure = trace.failed?.failure {
        // What a served action fails with may reach Genesys in other words.
        if !trace.operations.contains(where: { $0.failure?.message.contains(error) == true }) {
          differences.append(
            Difference(
              message: "the run failed with another error", expected: .string(error),
              actual: .string(failure.message)))
        }
      } else {
        differences.append(
          Difference(
            message: "the run succeeded, and an error was expected", expected: .string(error),
            actual: trace.finalResult))
      }
    }
    for member in expected.request?.object ?? [:] {
      differences += Self.members(member, sent)
    }
    self.init(name: test.name, trace: trace, differences: differences)
  }

  private static func members(_ member: JSONObject.Member, _ sent: JSON?) -> [Difference] {
    let place = JSONPointer(["request", member.key])
    guard let sent else { return [Difference(message: "no request went out")] }
    guard member.key == "headers" else {
      return leaves(member.value, sent[member.key] ?? .null, at: place)
    }
    let names = (sent["headers"]?.object ?? [:]).map { ($0.key.lowercased(), $0.value) }
    return (member.value.object ?? [:]).flatMap { header in
      leaves(
        header.value, names.first { $0.0 == header.key.lowercased() }?.1 ?? .null,
        at: place.appending(header.key))
    }
  }

  /// Returns the leaves in which two values differ.
  static func leaves(
    _ expected: JSON, _ actual: JSON, at place: JSONPointer
  ) -> [Difference] {
    if expected == actual { return [] }
    guard case .object(let wanted) = expected, case .object(let found) = actual else {
      return [
        Difference(
          message: place == .root ? "the output is another" : "\(place) is another",
          expected: expected, actual: actual)
      ]
    }
    let names = wanted.keys + found.keys.filter { !wanted.contains($0) }
    return names.flatMap { name -> [Difference] in
      let place = place.appending(name)
      switch (wanted[name], found[name]) {
      case (let wanted?, let found?): return leaves(wanted, found, at: place)
      case (let wanted?, nil): return [Difference(message: "\(place) is missing", expected: wanted)]
      case (_, let found): return [Difference(message: "\(place) is too much", actual: found)]
      }
    }
  }
}

extension ActionTestResult {
  /// The result as a document holds it.
  package var json: JSON {
    [
      "name": .string(name), "passed": .bool(isPassed),
      "differences": .array(differences.map(\.json)), "trace": trace.json,
    ]
  }
}

extension ActionTestResult.Difference {
  fileprivate var json: JSON {
    var object: JSONObject = ["message": .string(message)]
    object["expected"] = expected
    object["actual"] = actual
    object["hint"] = hint.map { .string($0) }
    return .object(object)
  }
}
