internal import HTTP
internal import JSON
internal import World

/// A pipe of EventBridge from a queue to a state machine, whose id is its name.
struct Pipe: AWSResource {
  func read(
    _ wanted: AWSWanted, through calls: AWSCalls
  ) async throws(AWSFailure) -> [AWSObject] {
    let names = wanted.isEverything ? try await names(calls) : wanted.names.sorted()
    let found = try await calls.each(names) { name throws(AWSFailure) in
      try await pipe(name, calls).flatMap { pipe in
        pipe["CurrentState"]?.string == "DELETING"
          ? nil : AWSObject(id: name, body: Self.body(of: pipe))
      }
    }
    return found.compactMap(\.self)
  }

  private func names(_ calls: AWSCalls) async throws(AWSFailure) -> [String] {
    var names: [String] = []
    var token: String?
    repeat {
      let query = token.map { [URL.QueryItem("NextToken", $0)] } ?? []
      let page = try await calls.rest(.pipes, "ListPipes", .get, "/v1/pipes", query: query)
      names += (page["Pipes"]?.array ?? []).compactMap { $0["Name"]?.string }
      token = page["NextToken"]?.string
    } while token != nil
    return names
  }

  /// Returns what the service says of a pipe; nil where there is none.
  private func pipe(_ name: String, _ calls: AWSCalls) async throws(AWSFailure) -> JSON? {
    do throws(AWSFailure) {
      return try await calls.rest(.pipes, "DescribePipe", .get, Self.path(name))
    } catch {
      guard error.cause == .notFound else { throw error }
      return nil
    }
  }

  private static func path(_ name: String) -> String {
    "/v1/pipes/\(URL.percentEncoded(segment: name))"
  }

  private static func body(of pipe: JSON) -> JSON {
    let source = pipe["SourceParameters"]?["SqsQueueParameters"]
    let target = pipe["TargetParameters"]?["StepFunctionStateMachineParameters"]
    // One that did not come up is not as declared, whatever it was told.
    let state = pipe["CurrentState"]?.string ?? ""
    let desired = state.hasSuffix("_FAILED") ? .string(state) : pipe["DesiredState"]
    return [
      "name": pipe["Name"] ?? "", "roleArn": pipe["RoleArn"] ?? "",
      "description": pipe["Description"] ?? "", "desiredState": desired ?? "RUNNING",
      "batchSize": source?["BatchSize"] ?? 10,
      "maximumBatchingWindowInSeconds": source?["MaximumBatchingWindowInSeconds"] ?? 0,
      "invocationType": target?["InvocationType"] ?? "REQUEST_RESPONSE",
      "source": pipe["Source"] ?? "", "target": pipe["Target"] ?? "",
    ]
  }

  func create(
    _ goal: JSON, id: String?, through calls: AWSCalls
  ) async throws(AWSFailure) -> String {
    let name = goal["name"]?.string ?? ""
    var words = Self.words(of: goal)
    words["Source"] = goal["source"]
    _ = try await calls.rest(
      .pipes, "CreatePipe", .post, Self.path(name), body: .object(words))
    try await settle(name, calls)
    return name
  }

  /// Changes a pipe; one that is to take from another queue is made anew, which AWS cannot change.
  func update(_ goal: JSON, id: String, through calls: AWSCalls) async throws(AWSFailure) {
    let live = try await pipe(id, calls)
    if let source = live?["Source"], source != goal["source"] {
      try await delete(id: id, through: calls)
      try await settle(id, calls)
      _ = try await create(goal, id: nil, through: calls)
      return
    }
    _ = try await calls.rest(
      .pipes, "UpdatePipe", .put, Self.path(id), body: .object(Self.words(of: goal)))
    try await settle(id, calls)
  }

  func delete(id: String, through calls: AWSCalls) async throws(AWSFailure) {
    _ = try await calls.rest(.pipes, "DeletePipe", .delete, Self.path(id))
  }

  private static func words(of goal: JSON) -> JSONObject {
    [
      "RoleArn": goal["roleArn"] ?? "", "Description": goal["description"] ?? "",
      "DesiredState": goal["desiredState"] ?? "RUNNING", "Target": goal["target"] ?? "",
      "SourceParameters": [
        "SqsQueueParameters": [
          "BatchSize": goal["batchSize"] ?? 10,
          "MaximumBatchingWindowInSeconds": goal["maximumBatchingWindowInSeconds"] ?? 0,
        ]
      ],
      "TargetParameters": [
        "StepFunctionStateMachineParameters": [
          "InvocationType": goal["invocationType"] ?? "FIRE_AND_FORGET"
        ]
      ],
    ]
  }

  /// How long a pipe may take to start or to stop.
  private static let patience = Duration.seconds(120)

  /// Waits until a pipe has done what it was told, and throws where it could not.
  private func settle(_ name: String, _ calls: AWSCalls) async throws(AWSFailure) {
    let end = calls.world.instant() + Self.patience
    var wait = Duration.milliseconds(500)
    while let pipe = try await pipe(name, calls), let state = pipe["CurrentState"]?.string {
      if state.hasSuffix("_FAILED") {
        let reason = pipe["StateReason"]?.string.map { ": \($0)" } ?? ""
        throw AWSFailure(
          .other, service: .pipes, operation: "DescribePipe", code: state,
          message: "the pipe was accepted and did not come up\(reason)", line: "DescribePipe")
      }
      let isUnderWay = ["CREATING", "UPDATING", "STARTING", "STOPPING", "DELETING"].contains(state)
      guard isUnderWay else { return }
      guard calls.world.instant() + wait < end else {
        throw Self.unfinished(
          .unfinished, "the pipe is \(state) still after \(Self.patience.components.seconds) s")
      }
      guard (try? await calls.world.sleep(wait)) != nil else {
        throw Self.unfinished(.interrupted, "nobody waited until the pipe was no longer \(state)")
      }
      wait = min(wait * 2, .seconds(5))
    }
  }

  private static func unfinished(_ cause: AWSFailure.Cause, _ message: String) -> AWSFailure {
    AWSFailure(
      cause, service: .pipes, operation: "DescribePipe", message: message, line: "DescribePipe",
      mayHaveHappened: true)
  }
}
