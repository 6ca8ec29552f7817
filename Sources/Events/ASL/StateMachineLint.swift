package import Diagnostics
package import JSON

/// Finds what is wrong with a state machine in the Amazon States Language, before AWS does.
///
/// An error is what AWS refuses when the machine is created; a warning is what is accepted and
/// fails, or never happens, when it runs.
package struct StateMachineLint {
  /// How many bytes a definition may have.
  static let maximumBytes = 1 << 20
  /// How many bytes may pass from one state to the next.
  static let maximumPayload = 256 << 10

  var problems: [Diagnostic] = []
  /// Where each state is declared, over all machines that stand inside each other.
  var declared: [String: SourceLocation] = [:]
  /// The variables that any state assigns.
  var variables: Set<String> = []

  private init() {}

  /// Returns all problems of a definition, in the order of the text.
  package static func problems(of definition: LocatedJSON) -> [Diagnostic] {
    var lint = StateMachineLint()
    let size = definition.location.file.bytes.count
    if size > maximumBytes {
      lint.error(
        "asl-too-large", "the definition has \(size) bytes, and AWS takes \(maximumBytes)",
        at: definition.location, hint: "move a part into a state machine of its own")
    }
    lint.collectVariables(definition)
    let machine = lint.machine(definition, role: .top, language: .jsonPath)
    if let machine {
      lint.checkWays(in: machine)
      if !lint.problems.hasErrors { lint.checkData(in: machine) }
    }
    return lint.problems.inReadingOrder()
  }
}

extension StateMachineLint {
  mutating func error(
    _ code: String, _ message: String, at location: SourceLocation,
    notes: [Diagnostic.Note] = [], hint: String? = nil
  ) {
    problems.append(.error(code, message, at: location, notes: notes, hint: hint))
  }

  mutating func warn(
    _ code: String, _ message: String, at location: SourceLocation,
    notes: [Diagnostic.Note] = [], hint: String? = nil
  ) {
    problems.append(.warning(code, message, at: location, notes: notes, hint: hint))
  }
}

/// How a state asks for data and shapes it.
enum QueryLanguage: String {
  case jsonPath = "JSONPath"
  case jsonata = "JSONata"
}

/// What a state does.
enum StateType: String, CaseIterable {
  case task = "Task"
  case pass = "Pass"
  case choice = "Choice"
  case wait = "Wait"
  case succeed = "Succeed"
  case fail = "Fail"
  case parallel = "Parallel"
  case map = "Map"

  /// Whether the execution ends in it without it saying so.
  var isTerminal: Bool { self == .succeed || self == .fail }
}
