/// The names of errors, and which of them include others.
enum ErrorName {
  static let all = "States.ALL"

  /// The names AWS itself uses.
  static let known = [
    "States.ALL", "States.BranchFailed", "States.DataLimitExceeded",
    "States.ExceedToleratedFailureThreshold", "States.HeartbeatTimeout", "States.Http.Socket",
    "States.IntrinsicFailure", "States.ItemReaderFailed", "States.NoChoiceMatched",
    "States.ParameterPathFailure", "States.Permissions", "States.QueryEvaluationError",
    "States.ResultPathMatchFailure", "States.ResultWriterFailed", "States.Runtime",
    "States.TaskFailed", "States.Timeout",
  ]

  static func isKnown(_ name: String) -> Bool {
    known.contains(name) || name.hasPrefix("States.Http.StatusCode.")
  }

  /// Returns whether a handler of one error takes another one as well.
  static func includes(_ name: String, _ other: String) -> Bool {
    switch name {
    case other: true
    case "States.ALL": other != "States.Runtime" && other != "States.DataLimitExceeded"
    case "States.TaskFailed": other != "States.ALL" && !isOfTheMachine(other)
    case "States.Timeout": other == "States.HeartbeatTimeout"
    default: false
    }
  }

  /// Returns what more to say to somebody who waits for an error that has another name.
  static func advice(on name: String) -> String? {
    guard name == "ThrottlingException" else { return nil }
    return "; Lambda's own throttling is called Lambda.TooManyRequestsException"
  }

  /// Whether it is an error that no task raises.
  private static func isOfTheMachine(_ name: String) -> Bool {
    name.hasPrefix("States.") && name != "States.Permissions" && name != "States.TaskFailed"
      && !name.hasPrefix("States.Http.")
  }
}
