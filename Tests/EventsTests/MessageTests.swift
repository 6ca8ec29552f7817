import Events
import JSON
import Testing

/// What a message must be, and what is said of one that is not.
@Suite struct MessageTests {
  @Test(arguments: [
    ("{", "not JSON"), ("[]", "array, not an object"), ("{}", "no id"), (#"{"id":""}"#, "no id"),
    (#"{"id":7}"#, "no id"),
  ])
  func `a message that is no event is refused with the reason`(_ body: String, _ reason: String) {
    let error = #expect(throws: EventError.self) { _ = try EventMessage(body) }
    #expect(error?.name == .invalid && error?.remedy == EventError.Remedy.none)
    #expect(error?.message.contains(reason) == true)
  }

  @Test func `an event keeps its body as it came`() throws {
    let body = eventBody("e-1")
    let event = try EventMessage(body)
    #expect(event.id == "e-1" && event.body == body)
  }

  @Test func `the name of an execution follows from the event's id alone`() {
    #expect(ExecutionName(eventID: "0d9f-1_A").text == "gc-event-0d9f-1_A")
    let long = ExecutionName(eventID: String(repeating: "a", count: 72)).text
    let odd = ExecutionName(eventID: "a:b c").text
    for text in [long, odd] {
      #expect(text.hasPrefix("gc-event-sha256-") && text.utf8.count == ExecutionName.limit)
    }
    #expect(odd != ExecutionName(eventID: "a:b d").text)
    #expect(ExecutionName(eventID: String(repeating: "a", count: 71)).text.utf8.count == 80)
  }

  @Test func `a file holds one event, several, or one a line`() {
    let (one, two) = (eventBody("a"), eventBody("b"))
    #expect(EventFile.bodies(Array(one.utf8)) == [one])
    #expect(EventFile.bodies(Array("[\(one),\(two)]".utf8)) == [one, two])
    #expect(EventFile.bodies(Array("\(one)\n\(two)\n".utf8)) == [one, two])
    let wrapped: JSON = ["Records": [["messageId": "m", "body": .string(one)]]]
    #expect(EventFile.bodies(wrapped.bytes) == [one])
    #expect(EventFile.bodies(Array("{\"Event\":\(one)}".utf8)) == [one])
    #expect(EventFile.bodies(Array("no json\n\(one)".utf8)) == ["no json", one])
  }
}
