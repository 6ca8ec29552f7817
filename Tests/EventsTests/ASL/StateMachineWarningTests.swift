import Diagnostics
import Events
import JSON
import TestSupport
import Testing

@Suite struct StateMachineWarningTests {
  private static let task = #""Type": "Task", "Resource": "arn:aws:lambda:eu-west-1:1:function:f""#

  @Test(arguments: [
    (
      "asl-path-not-written",
      #""A": {"Type": "Pass", "Result": {"a": {"b": 1}}, "Next": "B"}, "B": {"Type": "Pass", "InputPath": 1️⃣"$.a.c", "End": true}"#
    ),
    (
      "asl-path-not-written",
      #""A": {\#(task), "Catch": [{"ErrorEquals": ["E"], "Next": "B"}], "Next": "C"}, "B": {"Type": "Pass", "Parameters": {"x": [{"y.$": "$.Cause", "z.$": 1️⃣"States.Format('{}', $.id)"}]}, "End": true}, "C": {"Type": "Succeed"}"#
    ),
    (
      "asl-path-not-written",
      #""A": {"Type": "Pass", "Parameters": {"a.$": "$.x"}, "Next": "B"}, "B": {"Type": "Choice", "Choices": [{"Variable": 1️⃣"$.b", "IsNull": true, "Next": "C"}], "Default": "C"}, "C": {"Type": "Succeed"}"#
    ),
    (
      "asl-path-not-written",
      #""A": {"Type": "Parallel", "Parameters": {"a": 1}, "End": true, "Branches": [{"StartAt": "B", "States": {"B": {"Type": "Wait", "SecondsPath": 1️⃣"$.b", "End": true}}}]}"#
    ),
    (
      "asl-input-lost",
      #""A": {"Type": "Pass", "ResultPath": "$.id", "Next": "B"}, "B": {\#(task), "Next": "C"}, "C": {"Type": "Pass", "Parameters": {"id.$": 1️⃣"$.id"}, "End": true}"#
    ),
    (
      "asl-input-lost",
      #""A": {\#(task), "Parameters": {"id.$": "$.id"}, "Next": "B"}, "B": {\#(task), "Parameters": {"id.$": 1️⃣"$.id"}, "End": true}"#
    ),
    (
      "asl-shadowed-retrier",
      #""A": {\#(task), "Retry": [{"ErrorEquals": ["States.TaskFailed"]}, {"ErrorEquals": [1️⃣"E"]}], "End": true}"#
    ),
    (
      "asl-shadowed-catcher",
      #""A": {\#(task), "Catch": [{"ErrorEquals": ["E"], "Next": "B"}, {"ErrorEquals": ["F", 1️⃣"E"], "Next": "B"}], "End": true}, "B": {"Type": "Fail"}"#
    ),
    (
      "asl-retry-in-step",
      #""A": {\#(task), "Retry": 1️⃣[{"ErrorEquals": ["E"], "BackoffRate": 2}], "End": true}"#
    ),
    (
      "asl-uncatchable-error",
      #""A": {\#(task), "Retry": [{"ErrorEquals": [1️⃣"States.Runtime"]}], "End": true}"#
    ),
    (
      "asl-unknown-error",
      #""A": {\#(task), "Retry": [{"ErrorEquals": [1️⃣"States.Timout"]}], "End": true}"#
    ),
    (
      "asl-no-default",
      #"1️⃣"A": {"Type": "Choice", "Choices": [{"Variable": "$.a", "IsNull": true, "Next": "B"}]}, "B": {"Type": "Succeed"}"#
    ),
    (
      "asl-no-timeout",
      #""A": {"Type": "Task", "Resource": 1️⃣"arn:aws:states:::sqs:sendMessage.waitForTaskToken", "End": true}"#
    ),
    (
      "asl-endless-loop",
      #""A": {"Type": "Choice", "Choices": [{"Variable": "$.a", "IsNull": true, "Next": "B"}], "Default": "D"}, 1️⃣"B": {"Type": "Pass", "Next": "C"}, "C": {"Type": "Pass", "Next": "B"}, "D": {"Type": "Succeed"}"#
    ),
    (
      "asl-endless-loop",
      #"1️⃣"A": {"Type": "Choice", "Choices": [{"Variable": "$.a", "IsNull": true, "Next": "C"}], "Default": "B"}, "B": {"Type": "Wait", "Seconds": 1, "Next": "A"}, "C": {"Type": "Succeed"}"#
    ),
    (
      "asl-result-size",
      #"1️⃣"A": {"Type": "Map", "End": true, "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"}, "StartAt": "B", "States": {"B": {"Type": "Succeed"}}}}"#
    ),
    ("asl-path-not-read", #""A": {"Type": "Pass", "Parameters": {"a": 1️⃣"$.a"}, "End": true}"#),
    (
      "asl-variable-not-assigned",
      #""A": {"Type": "Pass", "Parameters": {"a.$": 1️⃣"$b"}, "End": true}"#
    ),
    (
      "asl-variable-not-assigned",
      #""A": {"Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% 1 + 1️⃣$summ([1]) %}", "End": true}"#
    ),
    (
      "asl-jsonata-embedded",
      #""A": {"Type": "Pass", "QueryLanguage": "JSONata", "Output": 1️⃣"a {% 1 %} b", "End": true}"#
    ),
    (
      "asl-jsonata-unsupported",
      #""A": {"Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% 1️⃣$eval('1') %}", "End": true}"#
    ),
  ])
  func `what AWS accepts and what then fails is a warning at its place`(
    _ code: String, _ states: String
  ) throws {
    try expect(code, .warning, in: #"{"StartAt": "A", "States": {\#(states)}}"#)
  }

  @Test(arguments: [
    // The error joins the input, and the input of the machine may be anything.
    #""A": {\#(task), "Catch": [{"ErrorEquals": ["E"], "ResultPath": "$.e", "Next": "B"}], "End": true}, "B": {"Type": "Pass", "Parameters": {"e.$": "$.e.Cause", "id.$": "$.id"}, "End": true}"#,
    // The way is taken only where the value is there.
    #""A": {"Type": "Pass", "Result": {"a": 1}, "Next": "B"}, "B": {"Type": "Choice", "Choices": [{"And": [{"Variable": "$.b", "IsPresent": true}, {"Variable": "$.b", "NumericEquals": 1}], "Next": "C"}], "Default": "D"}, "C": {"Type": "Pass", "InputPath": "$.b", "End": true}, "D": {"Type": "Succeed"}"#,
    // The result stands beside the input.
    #""A": {\#(task), "Parameters": {"id.$": "$.id"}, "ResultPath": "$.r", "Next": "B"}, "B": {\#(task), "Parameters": {"id.$": "$.id"}, "End": true}"#,
    // The loop reads the value anew.
    #""A": {\#(task), "Next": "B"}, "B": {"Type": "Choice", "Choices": [{"Variable": "$.a", "IsNull": true, "Next": "C"}], "Default": "A"}, "C": {"Type": "Succeed"}"#,
    // A timeout is no failure of the task, and special errors come first.
    #""A": {\#(task), "Retry": [{"ErrorEquals": ["E"]}, {"ErrorEquals": ["States.TaskFailed"]}, {"ErrorEquals": ["States.Timeout"]}, {"ErrorEquals": ["States.ALL"]}], "End": true}"#,
    // Variables of a state, of a function and of an expression itself.
    #""A": {"Type": "Pass", "QueryLanguage": "JSONata", "Assign": {"n": 1}, "Output": "{% ($f := function($x) { $x + $n }; $f(1)) %}", "End": true}"#,
    // A loop that grows what it passes comes to an end in the check all the same.
    #""A": {"Type": "Pass", "Parameters": {"a.$": "$", "b.$": "$"}, "Next": "B"}, "B": {"Type": "Choice", "Choices": [{"Variable": "$.a", "IsNull": true, "Next": "C"}], "Default": "A"}, "C": {"Type": "Succeed"}"#,
  ])
  func `what is right is left alone`(_ states: String) throws {
    let file = SourceFile(name: "m.json", text: #"{"StartAt": "A", "States": {\#(states)}}"#)
    let problems = StateMachineLint.problems(of: try JSON.parseLocated(file))
    #expect(problems.map { "\($0.code): \($0.message)" } == [])
  }
}

@Suite struct StateMachineSizeTests {
  @Test func `machines inside machines with many ways cost no more than one pass`() throws {
    var machine = #"{"StartAt": "0", "States": {"0": {"Type": "Succeed"}}}"#
    for level in 1...12 {
      let names = (0..<8).map { "\(level)-\($0)" }
      let rules = names.map { #"{"Variable": "$.a", "IsNull": true, "Next": "\#($0)"}"# }
      let ways = names.map {
        #""\#($0)": {"Type": "Pass", "Result": {"\#($0)": 1}, "Next": "\#(level)"}"#
      }
      machine = """
        {"StartAt": "\(level)?", "States": {
          "\(level)?": {"Type": "Choice", "Default": "\(names[0])",
            "Choices": [\(rules.joined(separator: ","))]},
          \(ways.joined(separator: ",")),
          "\(level)": {"Type": "Parallel", "Branches": [\(machine)], "End": true}}}
        """
    }
    let file = SourceFile(name: "m.json", text: machine)
    let problems = StateMachineLint.problems(of: try JSON.parseLocated(file))
    #expect(!problems.hasErrors)
  }
}
