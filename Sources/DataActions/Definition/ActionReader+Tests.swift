internal import Diagnostics
package import JSON

extension ActionReader {
  /// Reads one of `tests`.
  func test(_ value: JSON, at place: JSONPointer, number: Int) -> ActionTest? {
    let upstream = value["upstream"] ?? [:]
    let answers = (upstream.array ?? [upstream]).map(Self.answer)
    let expected = value["expect"] ?? [:]
    if expected["output"] != nil, expected["error"] != nil {
      report(
        ActionProblem(
          .error, "test-expectation", at: place.appending("expect"),
          "a test expects an output or an error, and not both"))
      return nil
    }
    return ActionTest(
      name: value["name"]?.string ?? "test \(number)", input: value["input"] ?? [:],
      credentials: value["credentials"]?.object ?? [:], authResponse: value["authResponse"],
      upstream: answers,
      expectation: ActionTest.Expectation(
        output: expected["output"], error: expected["error"]?.string,
        request: expected["request"]))
  }

  private static func answer(_ value: JSON) -> CannedAnswer {
    switch value["fails"]?.string {
    case "timeout": return CannedAnswer(content: .timeout)
    case .some: return CannedAnswer(content: .unreachable)
    case nil: break
    }
    let body = value["body"].map(\.text) ?? value["text"]?.string ?? ""
    return CannedAnswer(
      content: .answer(
        status: value["status"]?.int ?? 200, headers: value["headers"]?.object ?? [:],
        body: Array(body.utf8)))
  }
}

extension DataAction {
  /// Reads a test as one of the manifest's; nil where it is none.
  package func reading(test: JSON) -> ActionTest? {
    ActionReader().test(test, at: .root, number: 1)
  }
}
