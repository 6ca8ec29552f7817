import Events
import Synchronization
import Testing

/// Events on their way into executions.
@Suite struct DispatcherTests {
  private final class Starter: StateMachineStarter {
    let started = Mutex<[String: String]>([:])

    func start(_ name: ExecutionName, input: String) async throws(EventError) -> Bool {
      started.withLock { started in
        defer { started[name.text] = input }
        return started[name.text] == nil
      }
    }
  }

  @Test func `an event starts one execution, whose input is the event`() async throws {
    let starter = Starter()
    let dispatcher = Dispatcher(starter)
    let event = try EventMessage(eventBody("e-1"))
    #expect(try await dispatcher.handle(event) == .handled)
    #expect(try await dispatcher.handle(event) == .duplicate)
    #expect(starter.started.withLock { $0 } == ["gc-event-e-1": event.body])
  }

  @Test func `an event larger than an execution takes is refused for good`() async throws {
    let body = eventBody("e-1", note: String(repeating: "x", count: Dispatcher.inputLimit))
    let event = try EventMessage(body)
    let error = await #expect(throws: EventError.self) {
      _ = try await Dispatcher(Starter()).handle(event)
    }
    #expect(error?.name == .tooLarge && error?.remedy == EventError.Remedy.none)
    #expect(error?.message.contains("262144") == true)
  }

  @Test func `a message of more than a megabyte is refused before it is read`() {
    let body = eventBody("e-1", note: String(repeating: "x", count: 1 << 20))
    let error = #expect(throws: EventError.self) { _ = try EventMessage(body) }
    #expect(error?.name == .tooLarge)
  }
}
