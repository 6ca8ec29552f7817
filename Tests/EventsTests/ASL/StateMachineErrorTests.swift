import Diagnostics
import Events
import JSON
import TestSupport
import Testing

@Suite struct StateMachineErrorTests {
  @Test(arguments: [
    ("asl-missing-field", #"1️⃣{"States": {"A": {"Type": "Succeed"}}}"#),
    ("asl-missing-field", #"1️⃣{"StartAt": "A"}"#),
    ("asl-type", #"{"StartAt": "A", "States": 1️⃣{}}"#),
    ("asl-type", #"{"StartAt": "A", "States": {"A": 1️⃣[]}}"#),
    ("asl-unknown-state", #"{"StartAt": 1️⃣"B", "States": {"A": {"Type": "Succeed"}}}"#),
    (
      "asl-unknown-field",
      #"{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}, 1️⃣"Start": "A"}"#
    ),
    ("asl-version", #"{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}, "Version": 1️⃣"2"}"#),
  ])
  func `a machine that AWS refuses is an error at its place`(_ code: String, _ text: String) throws
  {
    try expect(code, .error, in: text)
  }

  @Test(arguments: [
    ("asl-value", #""A": {"Type": 1️⃣"Tsk", "End": true}"#),
    ("asl-missing-field", #""A": 1️⃣{"End": true}"#),
    ("asl-missing-field", #"1️⃣"A": {"Type": "Pass"}"#),
    ("asl-missing-field", #"1️⃣"A": {"Type": "Pass", "End": false}"#),
    ("asl-unknown-field", #""A": {"Type": "Succeed", 1️⃣"Next": "B"}, "B": {"Type": "Succeed"}"#),
    (
      "asl-next-and-end",
      #""A": {"Type": "Pass", "End": true, 1️⃣"Next": "B"}, "B": {"Type": "Fail"}"#
    ),
    ("asl-no-end", #"1️⃣"A": {"Type": "Pass", "Next": "A"}"#),
    ("asl-unreachable-state", #""A": {"Type": "Succeed"}, 1️⃣"B": {"Type": "Succeed"}"#),
    (
      "asl-duplicate-state",
      #""A": {"Type": "Parallel", "End": true, "Branches": [{"StartAt": "A", "States": {1️⃣"A": {"Type": "Succeed"}}}]}"#
    ),
    ("asl-missing-field", #"1️⃣"A": {"Type": "Task", "End": true}"#),
    ("asl-resource", #""A": {"Type": "Task", "Resource": 1️⃣"my-function", "End": true}"#),
    (
      "asl-heartbeat",
      #""A": {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage", "TimeoutSeconds": 5, "HeartbeatSeconds": 1️⃣5, "End": true}"#
    ),
    (
      "asl-range",
      #""A": {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage", "TimeoutSeconds": 1️⃣0, "End": true}"#
    ),
    ("asl-missing-field", #"1️⃣"A": {"Type": "Wait", "End": true}"#),
    (
      "asl-exclusive-fields",
      #""A": {"Type": "Wait", "Seconds": 1, 1️⃣"SecondsPath": "$.s", "End": true}"#
    ),
    ("asl-value", #""A": {"Type": "Wait", "Timestamp": 1️⃣"2026-01-31 10:00:00", "End": true}"#),
    ("asl-path", #""A": {"Type": "Pass", "InputPath": "$.a[1️⃣b]", "End": true}"#),
    ("asl-path", #""A": {"Type": "Pass", "OutputPath": "1️⃣a.b", "End": true}"#),
    ("asl-reference-path", #""A": {"Type": "Pass", "ResultPath": 1️⃣"$.a[*]", "End": true}"#),
    ("asl-reference-path", #""A": {"Type": "Pass", "ResultPath": 1️⃣"$$.a", "End": true}"#),
    (
      "asl-payload-template",
      #""A": {"Type": "Pass", "Parameters": {"a": [{"b.$": 1️⃣1}]}, "End": true}"#
    ),
    (
      "asl-payload-template",
      #""A": {"Type": "Pass", "Parameters": {"b": 1, 1️⃣"b.$": "$.b"}, "End": true}"#
    ),
    ("asl-query-language", #""A": {"Type": "Pass", 1️⃣"Output": {}, "End": true}"#),
    ("asl-variable", #""A": {"Type": "Pass", "Assign": {1️⃣"a-b": 1}, "End": true}"#),
    ("asl-missing-field", #"1️⃣"A": {"Type": "Parallel", "End": true}"#),
    ("asl-missing-field", #"1️⃣"A": {"Type": "Map", "End": true}"#),
    ("asl-exclusive-fields", #""A": {"Type": "Fail", "Error": "E", 1️⃣"ErrorPath": "$.e"}"#),
  ])
  func `a state that AWS refuses is an error at its place`(_ code: String, _ states: String) throws
  {
    try expect(code, .error, in: #"{"StartAt": "A", "States": {\#(states)}}"#)
  }

  @Test(arguments: [
    ("asl-type", #""Retry": 1️⃣{}"#),
    ("asl-missing-field", #""Retry": [1️⃣{"MaxAttempts": 1}]"#),
    ("asl-type", #""Retry": [{"ErrorEquals": 1️⃣[]}]"#),
    ("asl-type", #""Retry": [{"ErrorEquals": [1️⃣true]}]"#),
    ("asl-range", #""Retry": [{"ErrorEquals": ["E"], "BackoffRate": 1️⃣0.5}]"#),
    ("asl-range", #""Retry": [{"ErrorEquals": ["E"], "IntervalSeconds": 1️⃣0}]"#),
    (
      "asl-range",
      #""Retry": [{"ErrorEquals": ["E"], "IntervalSeconds": 9, "MaxDelaySeconds": 1️⃣9}]"#
    ),
    ("asl-value", #""Retry": [{"ErrorEquals": ["E"], "JitterStrategy": 1️⃣"full"}]"#),
    ("asl-unknown-field", #""Retry": [{"ErrorEquals": ["E"], 1️⃣"Interval": 1}]"#),
    ("asl-states-all", #""Retry": [{"ErrorEquals": [1️⃣"States.ALL", "E"]}]"#),
    ("asl-states-all", #""Retry": [{"ErrorEquals": [1️⃣"States.ALL"]}, {"ErrorEquals": ["E"]}]"#),
    ("asl-missing-field", #""Catch": [1️⃣{"ErrorEquals": ["E"]}]"#),
    ("asl-unknown-state", #""Catch": [{"ErrorEquals": ["E"], "Next": 1️⃣"C"}]"#),
    ("asl-query-language", #""Catch": [{"ErrorEquals": ["E"], "Next": "A", 1️⃣"Output": 1}]"#),
  ])
  func `what handles errors is checked as well`(_ code: String, _ field: String) throws {
    let state = #""Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage", "End": true"#
    try expect(code, .error, in: #"{"StartAt": "A", "States": {"A": {\#(state), \#(field)}}}"#)
  }

  @Test(arguments: [
    ("asl-choice", #"1️⃣{"Next": "B"}"#),
    ("asl-choice", #"1️⃣{"NumericEquals": 1, "Next": "B"}"#),
    ("asl-choice", #"{"Variable": "$.a", "NumericEquals": 1, 1️⃣"IsNull": true, "Next": "B"}"#),
    ("asl-choice", #"1️⃣{"Variable": "$.a", "NumericEqual": 1, "Next": "B"}"#),
    (
      "asl-choice",
      #"{1️⃣"Variable": "$.a", "Not": {"Variable": "$.a", "IsNull": true}, "Next": "B"}"#
    ),
    ("asl-type", #"{"Variable": "$.a", "NumericEquals": 1️⃣"1", "Next": "B"}"#),
    ("asl-type", #"{"Variable": "$.a", "StringEquals": 1️⃣1, "Next": "B"}"#),
    ("asl-type", #"{"Variable": "$.a", "TimestampLessThan": 1️⃣"today", "Next": "B"}"#),
    ("asl-type", #"{"Variable": "$.a", "IsPresent": 1️⃣"yes", "Next": "B"}"#),
    ("asl-type", #"{"Variable": "$.a", "StringMatches": 1️⃣"a\\b", "Next": "B"}"#),
    ("asl-type", #"{"And": 1️⃣[], "Next": "B"}"#),
    (
      "asl-unknown-field",
      #"{"Or": [{"Variable": "$.a", "IsNull": true, 1️⃣"Next": "B"}], "Next": "B"}"#
    ),
    ("asl-missing-field", #"1️⃣{"Variable": "$.a", "IsNull": true}"#),
    ("asl-unknown-field", #"{"Variable": "$.a", "IsNull": true, "Next": "B", 1️⃣"End": true}"#),
  ])
  func `a rule of a Choice is checked`(_ code: String, _ rule: String) throws {
    let choice = #""A": {"Type": "Choice", "Choices": [\#(rule)], "Default": "B"}"#
    try expect(
      code, .error, in: #"{"StartAt": "A", "States": {\#(choice), "B": {"Type": "Succeed"}}}"#)
  }
}

/// Expects a problem of a code where the mark stands, and none of another kind that is an error.
func expect(
  _ code: String, _ severity: Diagnostic.Severity, in text: String,
  sourceLocation: Testing.SourceLocation = #_sourceLocation
) throws {
  let marked = MarkedText(text, name: "m.json")
  let definition = try JSON.parseLocated(marked.file)
  let problems = StateMachineLint.problems(of: definition)
  let found = problems.filter { $0.code == code && $0.severity == severity }
    .compactMap(\.location).map { "\($0.line):\($0.column)" }
  #expect(
    found.first == marked.places.first, "\(text): \(problems.map { "\($0.code) \($0.message)" })",
    sourceLocation: sourceLocation)
}
