package import JSON

/// Handles the one event of a state machine's task.
package struct EventFunction: Sendable {
  private let processor: Processor

  package init(_ processor: Processor) {
    self.processor = processor
  }

  /// What the state machine gets.
  package static let response: JSON = [
    "statusCode": 200, "body": "{\"message\":\"Interaction processed successfully\"}",
  ]

  /// Handles a task's input, or throws the error that the state machine's `Retry` and `Catch` name.
  package func run(_ input: JSON) async throws(EventError) -> JSON {
    _ = try await processor.handle(input: input)
    return Self.response
  }
}
