package import AWS
internal import JSON

/// A state machine of AWS Step Functions.
package struct StepFunctions: StateMachineStarter {
  private let client: AWSClient
  private let stateMachine: String

  package init(_ client: AWSClient, stateMachine arn: String) {
    self.client = client
    stateMachine = arn
  }

  /// What says that an execution of the name has been, whatever its input and however it ended.
  private static let duplicate = "ExecutionAlreadyExists"
  /// What says that the account's open executions or starts are at their limit.
  private static let limit = "ExecutionLimitExceeded"

  package func start(_ name: ExecutionName, input: String) async throws(EventError) -> Bool {
    do throws(AWSFailure) {
      _ = try await client.call(
        "StartExecution",
        [
          "stateMachineArn": .string(stateMachine), "name": .string(name.text),
          "input": .string(input),
        ])
      return true
    } catch {
      switch error.code {
      case Self.duplicate: return false
      case Self.limit: throw .transient(.throttled, error.message)
      case "InvalidArn", "StateMachineDeleting":
        throw .fatal(.stateMachineMissing, "\(stateMachine): \(error.message)")
      case "InvalidExecutionInput":
        throw .permanent(.invalid, "the input of \(name.text) is refused: \(error.message)")
      default: throw EventError(error)
      }
    }
  }
}
