/// What starts executions of a state machine.
package protocol StateMachineStarter: Sendable {
  /// Starts an execution, and returns false where there has been one of that name.
  func start(_ name: ExecutionName, input: String) async throws(EventError) -> Bool
}

/// Starts one execution for each event, and none for one that has had its own.
package struct Dispatcher: EventSink {
  private let starter: any StateMachineStarter

  package init(_ starter: any StateMachineStarter) {
    self.starter = starter
  }

  /// How many bytes of input an execution takes (the Step Functions payload quota).
  package static let inputLimit = 256 << 10

  package func handle(_ event: EventMessage) async throws(EventError) -> EventResult {
    let size = event.body.utf8.count
    guard size <= Self.inputLimit else {
      throw .permanent(
        .tooLarge,
        "the event \(event.id) has \(size) bytes; an execution takes \(Self.inputLimit)")
    }
    let isNew = try await starter.start(ExecutionName(eventID: event.id), input: event.body)
    return isNew ? .handled : .duplicate
  }
}
