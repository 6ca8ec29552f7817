internal import AWS
internal import Curl
internal import Diagnostics
internal import Events
internal import JSON
internal import Server
internal import World

extension Command {
  /// Serves a function of AWS Lambda until Lambda ends the process.
  static func lambda(_ name: String, _ run: EventSession) async throws -> ExitCode {
    // The API is on this machine, and no proxy of the environment is meant for it.
    var curl = Connection.curl(run.world)
    curl.proxy = .direct
    guard let runtime = LambdaRuntime(transport: CurlTransport(curl), world: run.world) else {
      throw DiagnosticsError(
        .error(
          "not-in-lambda",
          "this is no function of AWS Lambda: \(LambdaRuntime.variable) is not set",
          hint: "gcsync events dispatch FILE and process FILE do the same with a file"))
    }
    let handler: LambdaRuntime.Handler
    do {
      handler = try await self.handler(name, run)
    } catch {
      let reason =
        (error as? CommandFailure)?.diagnostics.first?.message
        ?? (error as? Arguments.Misuse)?.message ?? "\(error)"
      try await runtime.failToStart(
        LambdaError(type: "Function.NotConfigured", message: reason))
      throw error
    }
    try await runtime.run(handler)
    return .done
  }

  private static func handler(
    _ name: String, _ run: EventSession
  ) async throws -> LambdaRuntime.Handler {
    let (world, console) = (run.world, run.invocation.console)
    switch name {
    case "dispatch":
      let function = BatchFunction(
        try run.dispatcher(), graveyard: try await graveyard(run), world: world)
      return { (invocation) async throws(LambdaError) in
        let report = await function.run(
          try input(invocation), until: invocation.deadline.advanced(by: .seconds(-1)))
        console.out(report.metrics.line(at: world.now()) + "\n")
        return report.response.bytes
      }
    case "process":
      let function = EventFunction(try await run.processor())
      return { (invocation) async throws(LambdaError) in
        let document = try input(invocation)
        let result = await outcome(function, document)
        var metrics = EmbeddedMetrics(role: "process")
        metrics.add("Handled", (try? result.get()) == nil ? 0 : 1)
        metrics.add("Failed", (try? result.get()) == nil ? 1 : 0)
        console.out(metrics.line(at: world.now()) + "\n")
        switch result {
        case .success(let answer): return answer.bytes
        case .failure(let error):
          world.log.emit(
            .eventFailed(
              id: invocation.requestID, error: error.name.rawValue, reason: error.message))
          throw LambdaError(type: error.name.rawValue, message: error.message)
        }
      }
    default: throw Arguments.Misuse(message: "lambda is dispatch or process, not \"\(name)\"")
    }
  }

  /// Where messages go that cannot be handled, where a queue for them is named.
  private static func graveyard(_ run: EventSession) async throws -> SQSQueue? {
    guard run.arguments.last("dead-letter-queue") != nil else { return nil }
    let queue = try await run.queue("dead-letter-queue")
    return SQSQueue(try run.client(.sqs), url: queue.url, deadLetterURL: queue.url)
  }

  private static func outcome(
    _ function: EventFunction, _ document: JSON
  ) async -> Result<JSON, EventError> {
    do throws(EventError) {
      return .success(try await function.run(document))
    } catch {
      return .failure(error)
    }
  }

  private static func input(_ invocation: LambdaInvocation) throws(LambdaError) -> JSON {
    do throws(JSONParseError) {
      return try JSON.parse(invocation.body)
    } catch {
      throw LambdaError(
        type: EventError.Name.invalid.rawValue, message: "the input is not JSON: \(error)")
    }
  }
}
