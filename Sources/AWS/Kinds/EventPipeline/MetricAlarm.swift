internal import Codecs
internal import JSON

/// An alarm of CloudWatch on a queue or a state machine, whose id is its name.
struct MetricAlarm: AWSResource {
  /// How many names one request may ask for.
  private static let batch = 100

  func read(
    _ wanted: AWSWanted, through calls: AWSCalls
  ) async throws(AWSFailure) -> [AWSObject] {
    let names = (wanted.goals.compactMap { $0["name"]?.string } + wanted.ids).sorted()
    if wanted.isEverything { return try await alarms([], calls) }
    let batches = stride(from: 0, to: names.count, by: Self.batch).map {
      names[$0..<min($0 + Self.batch, names.count)]
    }
    return try await calls.each(batches) { names throws(AWSFailure) in
      try await alarms(
        names.enumerated().map { ("AlarmNames.member.\($0.offset + 1)", $0.element) }, calls)
    }.flatMap(\.self)
  }

  private func alarms(
    _ filter: [(String, String)], _ calls: AWSCalls
  ) async throws(AWSFailure) -> [AWSObject] {
    var found: [AWSObject] = []
    var token: String?
    repeat {
      let page = try await calls.query(
        .cloudWatch, "DescribeAlarms",
        filter + [("MaxRecords", "100")] + (token.map { [("NextToken", $0)] } ?? []))
      found += (page["MetricAlarms"]?.children(named: "member") ?? []).compactMap(Self.object)
      token = page["NextToken"]?.text
    } while token?.isEmpty == false
    return found
  }

  private static func object(_ alarm: XMLElement) -> AWSObject? {
    guard let name = alarm["AlarmName"]?.text else { return nil }
    func text(_ name: String) -> JSON? { alarm[name].map { .string($0.text) } }
    func number(_ name: String) -> JSON? {
      alarm[name].flatMap { try? JSON.parse($0.text) }.flatMap { $0.number == nil ? nil : $0 }
    }
    func texts(_ name: String) -> JSON {
      .array((alarm[name]?.children(named: "member") ?? []).map { .string($0.text) })
    }
    let members: [(String, JSON?)] = [
      ("name", .string(name)), ("threshold", number("Threshold")), ("period", number("Period")),
      ("evaluationPeriods", number("EvaluationPeriods")),
      // As many data points as are looked at is what leaving it out means.
      (
        "datapointsToAlarm",
        number("DatapointsToAlarm") == number("EvaluationPeriods")
          ? nil : number("DatapointsToAlarm")
      ), ("actionsEnabled", .bool(alarm["ActionsEnabled"]?.text != "false")),
      ("alarmActions", texts("AlarmActions")), ("okActions", texts("OKActions")),
      ("treatMissingData", text("TreatMissingData") ?? "missing"),
      ("namespace", text("Namespace")), ("metricName", text("MetricName")),
      ("statistic", text("Statistic")), ("comparisonOperator", text("ComparisonOperator")),
      ("resource", resource(alarm).map(JSON.string)),
    ]
    return AWSObject(
      id: name,
      body: .object(JSONObject(members.compactMap { name, value in value.map { (name, $0) } })))
  }

  /// Returns the ARN of what an alarm watches; a queue's dimension has its name alone.
  private static func resource(_ alarm: XMLElement) -> String? {
    let dimensions = (alarm["Dimensions"]?.children(named: "member") ?? []).map {
      ($0["Name"]?.text, $0["Value"]?.text ?? "")
    }
    guard dimensions.count == 1, let (name, value) = dimensions.first else { return nil }
    switch name {
    case "StateMachineArn": return value
    case "QueueName":
      return alarm["AlarmArn"].flatMap { ARN($0.text) }.map {
        "arn:\($0.partition):sqs:\($0.region):\($0.account):\(value)"
      }
    default: return nil
    }
  }

  func create(
    _ goal: JSON, id: String?, through calls: AWSCalls
  ) async throws(AWSFailure) -> String {
    try await put(goal, calls)
    return goal["name"]?.string ?? ""
  }

  /// Changes an alarm, and keeps what gcsync does not know of it.
  func update(_ goal: JSON, id: String, through calls: AWSCalls) async throws(AWSFailure) {
    let answer = try await calls.query(
      .cloudWatch, "DescribeAlarms", [("AlarmNames.member.1", id)])
    let live = answer["MetricAlarms"]?.children(named: "member").first
    let members = live?["InsufficientDataActions"]?.children(named: "member") ?? []
    let actions = members.enumerated().map {
      ("InsufficientDataActions.member.\($0.offset + 1)", $0.element.text)
    }
    let description = live?["AlarmDescription"].map { [("AlarmDescription", $0.text)] } ?? []
    try await put(goal, keeping: description + actions, calls)
  }

  private func put(
    _ goal: JSON, keeping others: [(String, String)] = [], _ calls: AWSCalls
  ) async throws(AWSFailure) {
    let names = [
      ("AlarmName", "name"), ("Threshold", "threshold"), ("Period", "period"),
      ("EvaluationPeriods", "evaluationPeriods"), ("DatapointsToAlarm", "datapointsToAlarm"),
      ("TreatMissingData", "treatMissingData"), ("Namespace", "namespace"),
      ("MetricName", "metricName"), ("Statistic", "statistic"),
      ("ComparisonOperator", "comparisonOperator"), ("ActionsEnabled", "actionsEnabled"),
    ]
    var parameters =
      others
      + names.compactMap { name, member in
        goal[member].map { (name, $0.string ?? $0.text) }
      }
    for (name, member) in [("AlarmActions", "alarmActions"), ("OKActions", "okActions")] {
      for (position, action) in (goal[member]?.array ?? []).compactMap(\.string).enumerated() {
        parameters.append(("\(name).member.\(position + 1)", action))
      }
    }
    if let resource = goal["resource"]?.string.flatMap(ARN.init) {
      let isQueue = resource.service == "sqs"
      parameters.append(("Dimensions.member.1.Name", isQueue ? "QueueName" : "StateMachineArn"))
      parameters.append(
        ("Dimensions.member.1.Value", isQueue ? resource.resource : resource.description))
    }
    _ = try await calls.query(.cloudWatch, "PutMetricAlarm", parameters)
  }

  func delete(id: String, through calls: AWSCalls) async throws(AWSFailure) {
    _ = try await calls.query(
      .cloudWatch, "DeleteAlarms", [("AlarmNames.member.1", id)])
  }
}
