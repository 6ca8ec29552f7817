internal import JSON

/// A state machine of Step Functions, whose id is its ARN.
struct StateMachine: AWSResource {
  func read(
    _ wanted: AWSWanted, through calls: AWSCalls
  ) async throws(AWSFailure) -> [AWSObject] {
    let names = wanted.names
    let ids = try await calls.list(
      .stepFunctions, "ListStateMachines", ["maxResults": 1000], items: "stateMachines",
      token: "nextToken"
    ).filter { wanted.isEverything || $0["name"]?.string.map(names.contains) ?? false }
      .compactMap { $0["stateMachineArn"]?.string }
    let found = try await calls.each(ids) { id throws(AWSFailure) -> AWSObject? in
      do throws(AWSFailure) {
        let machine = try await calls.once(
          .stepFunctions, "DescribeStateMachine", ["stateMachineArn": .string(id)])
        return machine["status"]?.string == "DELETING"
          ? nil : AWSObject(id: id, body: Self.body(of: machine))
      } catch {
        guard error.cause == .notFound else { throw error }
        return nil
      }
    }
    return found.compactMap(\.self)
  }

  private static func body(of machine: JSON) -> JSON {
    let logging = machine["loggingConfiguration"]
    let group = logging?["destinations"]?.array?.first?["cloudWatchLogsLogGroup"]?["logGroupArn"]
    var written: JSONObject = [
      "level": logging?["level"] ?? "OFF",
      "includeExecutionData": logging?["includeExecutionData"] ?? false,
    ]
    written["logGroupArn"] = group
    let definition = machine["definition"]?.string ?? ""
    return [
      "name": machine["name"] ?? "", "type": machine["type"] ?? "STANDARD",
      "roleArn": machine["roleArn"] ?? "",
      "definition": (try? JSON.parse(definition)) ?? .string(definition),
      "loggingConfiguration": .object(written),
      "tracingConfiguration": ["enabled": machine["tracingConfiguration"]?["enabled"] ?? false],
    ]
  }

  func create(
    _ goal: JSON, id: String?, through calls: AWSCalls
  ) async throws(AWSFailure) -> String {
    var words = Self.words(of: goal)
    words["name"] = goal["name"]
    words["type"] = goal["type"]
    let answer = try await calls.call(.stepFunctions, "CreateStateMachine", .object(words))
    return try calls.id(answer["stateMachineArn"], toldBy: "CreateStateMachine", of: .stepFunctions)
  }

  func update(_ goal: JSON, id: String, through calls: AWSCalls) async throws(AWSFailure) {
    var words = Self.words(of: goal)
    words["stateMachineArn"] = .string(id)
    _ = try await calls.call(.stepFunctions, "UpdateStateMachine", .object(words))
  }

  func delete(id: String, through calls: AWSCalls) async throws(AWSFailure) {
    _ = try await calls.call(
      .stepFunctions, "DeleteStateMachine", ["stateMachineArn": .string(id)])
  }

  /// What a new state machine and a changed one are both told.
  private static func words(of goal: JSON) -> JSONObject {
    let logging = goal["loggingConfiguration"]
    var written: JSONObject = [
      "level": logging?["level"] ?? "OFF",
      "includeExecutionData": logging?["includeExecutionData"] ?? false,
    ]
    if let group = logging?["logGroupArn"] {
      written["destinations"] = [["cloudWatchLogsLogGroup": ["logGroupArn": group]]]
    }
    return [
      "roleArn": goal["roleArn"] ?? "",
      "definition": .string((goal["definition"] ?? [:]).text),
      "loggingConfiguration": .object(written),
      "tracingConfiguration": goal["tracingConfiguration"] ?? ["enabled": false],
    ]
  }
}
