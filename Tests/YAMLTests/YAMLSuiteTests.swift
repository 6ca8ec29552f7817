import Diagnostics
import JSON
import Testing
import TestSupport
import YAML

@Suite struct YAMLSuiteTests {
  /// How a case went that did not go as the suite says.
  private enum Failure: CustomStringConvertible {
    case refused(String)
    case accepted
    case misread(String)

    var description: String {
      switch self {
      case .refused(let message): "is refused: \(message)"
      case .accepted: "is read, though it must not be"
      case .misread(let message): message
      }
    }
  }

  @Test func `yaml-test-suite: every case gives its events and values, or fails`() throws {
    let cases = try YAMLSuite.cases()
    for test in cases {
      let failure = failure(of: test)
      if let limitation = YAMLLimitation.all.first(where: { $0.cases.contains(test.id) }) {
        #expect(failure != nil, "\(test) passes, though \(limitation.reason)")
      } else if case .refused = failure, isExcused(test) {
        continue
      } else {
        #expect(failure == nil, "\(test) \(failure.map(\.description) ?? "")")
      }
    }
    PublicSuites.report("yaml", cases: cases.count)
    #expect(!PublicSuites.isRequired || !cases.isEmpty)
  }

  private func isExcused(_ test: YAMLSuite.Case) -> Bool {
    YAMLLimitation.all.contains { $0.mayConcern(test.yaml) }
  }

  private func failure(of test: YAMLSuite.Case) -> Failure? {
    let (events, problem) = YAML.events(in: test.file)
    if test.fails { return problem == nil ? .accepted : nil }
    if let problem { return .refused(problem.message) }
    let found = events.map(\.treeLine)
    let wanted = test.tree?.split(separator: "\n").map { $0.drop { $0 == " " } } ?? []
    if test.tree != nil, !found.elementsEqual(wanted, by: { $0 == $1 }) {
      let differing = zip(found, wanted).first { $0 != $1 }
      return .misread("has other events: \(differing.map { "\($0) | \($1)" } ?? "")")
    }
    return test.json.flatMap { valueFailure(of: test, $0) }
  }

  /// A tag of someone's own is an error for us; the value is compared all the same.
  private func valueFailure(of test: YAMLSuite.Case, _ json: String) -> Failure? {
    let (documents, diagnostics) = YAML.documents(in: test.file)
    if let problem = diagnostics.first(where: { $0.code != "unknown-tag" }) {
      return .misread("has a problem: \(problem.message)")
    }
    let found = documents.map(\.value).filter { !$0.isNull }
    let wanted = YAMLSuite.values(json).filter { !$0.isNull }
    return found == wanted ? nil : .misread("has other values: \(found.map(\.text))")
  }
}
