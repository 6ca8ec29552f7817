internal import JSON

/// What the tasks of a state machine call, and so what its role must allow.
struct StateMachineCalls {
  var policy = PolicyDraft()
  /// The tasks of which it cannot be told, each in a sentence.
  private(set) var unknown: [String] = []
  private let place: AWSAccountPlace

  init(_ place: AWSAccountPlace) {
    self.place = place
  }

  /// Takes up every task of a definition, those of branches and of maps as well.
  mutating func add(_ machine: JSON) {
    for state in machine["States"]?.object ?? [:] {
      let value = state.value
      if value["Type"]?.string == "Task" { add(task: value, named: state.key) }
      for branch in value["Branches"]?.array ?? [] { add(branch) }
      for part in ["ItemProcessor", "Iterator"] { value[part].map { add($0) } }
      noteFurther(value, named: state.key)
    }
  }

  /// Notes what a state does besides calling.
  private mutating func noteFurther(_ state: JSON, named name: String) {
    if state["ItemProcessor"]?["ProcessorConfig"]?["Mode"]?.string == "DISTRIBUTED" {
      unknown.append("\(name) is a distributed map, which starts and reads executions of its own")
    }
    for part in ["ItemReader", "ResultWriter"] where state[part] != nil {
      unknown.append("\(name) has an \(part): allow what it reads or writes in S3")
    }
    if state["Credentials"] != nil {
      unknown.append("\(name) calls under another role: allow sts:AssumeRole on that")
    }
  }

  private mutating func add(task: JSON, named name: String) {
    let resource = task["Resource"]?.string ?? ""
    let parts = resource.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard parts.count >= 6, parts[0] == "arn" else {
      unknown.append("\(name) calls \(resource), which is no name of AWS")
      return
    }
    switch (parts[2], parts[5]) {
    case ("lambda", "function"):
      policy.allow(["lambda:InvokeFunction"], on: Self.function(resource))
    case ("states", "activity"): break
    case ("states", let service) where parts[3].isEmpty && parts.count >= 7:
      add(
        service, String(parts[6].prefix { $0 != "." }),
        task["Arguments"] ?? task["Parameters"] ?? [:], name, resource)
    default: unknown.append("\(name) calls \(resource)")
    }
  }

  /// A function by its ARN, and its versions and aliases.
  private static func function(_ arn: String) -> [String] {
    let parts = arn.split(separator: ":", omittingEmptySubsequences: false)
    return parts.count > 7 ? [arn] : [arn, "\(arn):*"]
  }

  private mutating func add(
    _ service: String, _ call: String, _ parameters: JSON, _ name: String, _ resource: String
  ) {
    func text(_ member: String) -> String? {
      parameters[member]?.string.flatMap { $0.hasPrefix("{%") ? nil : $0 }
    }
    let target: [String]?
    switch (service, call) {
    case ("lambda", "invoke"):
      target = text("FunctionName").map {
        Self.function($0.hasPrefix("arn:") ? $0 : place.arn("lambda", "function:\($0)"))
      }
      allow("lambda:InvokeFunction", on: target, name, "FunctionName")
    case ("sqs", "sendMessage"):
      target = text("QueueUrl").map { url in
        let words = url.split(separator: "/")
        let account = words.dropLast().last.map(String.init) ?? place.account
        return [
          AWSAccountPlace(account: account, region: place.region)
            .arn("sqs", String(words.last ?? ""))
        ]
      }
      allow("sqs:SendMessage", on: target, name, "QueueUrl")
    case ("sns", "publish"):
      allow("sns:Publish", on: text("TopicArn").map { [$0] }, name, "TopicArn")
    case ("dynamodb", let call):
      target = text("TableName").map {
        [$0.hasPrefix("arn:") ? $0 : place.arn("dynamodb", "table/\($0)")]
      }
      allow("dynamodb:\(call.capitalizedFirst)", on: target, name, "TableName")
    case ("events", "putEvents"):
      policy.allow(["events:PutEvents"], on: [place.arn("events", "event-bus/*")])
    case ("states", "startExecution"):
      allow(
        "states:StartExecution", on: text("StateMachineArn").map { [$0] }, name,
        "StateMachineArn")
      if resource.contains(".sync") {
        policy.allow(["states:DescribeExecution", "states:StopExecution"], on: ["*"])
        policy.allow(
          ["events:PutTargets", "events:PutRule", "events:DescribeRule"],
          on: [place.arn("events", "rule/StepFunctionsGetEventsForStepFunctionsExecutionRule")])
      }
    default: unknown.append("\(name) calls \(resource): see what that needs")
    }
  }

  /// Allows an action, on everything where only the execution tells what it is done to.
  private mutating func allow(
    _ action: String, on target: [String]?, _ name: String, _ member: String
  ) {
    policy.allow([action], on: target ?? ["*"])
    if target == nil {
      unknown.append(
        "\(action) of \(name) is allowed on everything, since \(member) is known only when it runs")
    }
  }
}

extension String {
  fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
