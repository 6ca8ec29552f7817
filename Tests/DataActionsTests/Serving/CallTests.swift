import DataActions
import JSON
import Testing

/// The wire of calls: what comes in, and what goes back.
@Suite struct CallTests {
  @Test func `an event has a name, an id and data`() throws {
    let event = try CallEvent.decode(
      Array(#"{"actionName":"FetchUser","requestId":"req-123456","data":{"userId":1}}"#.utf8))
    #expect(
      event
        == CallEvent(actionName: "FetchUser", requestID: "req-123456", data: ["userId": 1]))
    #expect(try CallEvent.decode(Array(#"{"data":{}}"#.utf8)) == CallEvent(data: [:]))
    let numbered = try CallEvent.decode(
      Array(#"{"requestId":42,"actionName":null,"data":{}}"#.utf8))
    #expect(numbered == CallEvent(requestID: "42", data: [:]))
  }

  static let bad: [(body: String, text: String)] = [
    ("", "'data' key missing from event."), (" \r\n", "'data' key missing from event."),
    ("null", "'data' key missing from event."), ("{}", "'data' key missing from event."),
    ("[]", "'data' key missing from event."), ("\"data\"", "'data' key missing from event."),
    (#"{"actionName":"a"}"#, "'data' key missing from event."),
    (#"{"data":null}"#, "'data' must be an object, not null."),
    (#"{"data":[1]}"#, "'data' must be an object, not array."),
    (#"{"data":{},"requestId":""}"#, "'requestId' has 0 bytes, 1 to 128 are possible."),
    (#"{"data":{},"requestId":true}"#, "'requestId' must be a string, not boolean."),
    (#"{"data":{},"actionName":{}}"#, "'actionName' must be a string, not object."),
  ]

  @Test(arguments: bad)
  func `an event that is none is an input error`(body: String, text: String) {
    let refusal = #expect(throws: ActionRefusal.self) {
      _ = try CallEvent.decode(Array(body.utf8))
    }
    #expect(refusal?.text == "Invalid input: \(text)")
    #expect(refusal?.kind == .input)
  }

  @Test(arguments: [
    "{", "{\"data\":{}} x", "{\"data\":{},\"data\":{}}", "\u{FEFF}{}",
    "{\"data\":" + String(repeating: "[", count: 100) + String(repeating: "]", count: 100) + "}",
  ])
  func `what is not JSON, or too deep, is an input error`(body: String) {
    let refusal = #expect(throws: ActionRefusal.self) { _ = try CallEvent.decode(Array(body.utf8)) }
    #expect(refusal?.text.hasPrefix("Invalid input: the event is not JSON: ") == true)
  }

  @Test func `an id of any length costs nothing`() {
    let id = String(repeating: "x", count: 129)
    let refusal = #expect(throws: ActionRefusal.self) {
      _ = try CallEvent.decode(["requestId": .string(id), "data": [:]])
    }
    #expect(refusal?.text == "Invalid input: 'requestId' has 129 bytes, 1 to 128 are possible.")
  }

  @Test func `a reply has its status, always data, and an error only where there is one`() {
    let replies: [(ActionReply, String, String)] = [
      (.success(["name": "Ada"]), #"{"status":"success","data":{"name":"Ada"}}"#, "success"),
      (.success([:]), #"{"status":"success","data":{}}"#, "success"),
      (
        .failure("Missing required parameter: userId", .input),
        #"{"status":"error","error":"Missing required parameter: userId","data":{}}"#, "input"
      ),
      (
        .pending(requestID: "r-1"), #"{"status":"pending","data":{"requestId":"r-1"}}"#, "pending"
      ),
      (
        .success([1]),
        #"{"status":"error","error":"Internal Server Error: the action gave no object","data":{}}"#,
        "internal"
      ),
    ]
    for (reply, text, outcome) in replies {
      #expect(reply.json.text == text)
      #expect(reply.outcome == outcome)
    }
  }

  @Test func `a reply's HTTP status is 200, or what it says`() {
    let statuses: [(ActionReply.Kind, Int)] = [
      (.input, 400), (.unauthenticated, 401), (.denied, 403), (.notFound, 404), (.method, 405),
      (.tooLarge, 413), (.limited, 429), (.internal, 500), (.upstream, 502), (.busy, 503),
      (.timeout, 504),
    ]
    #expect(statuses.count == ActionReply.Kind.allCases.count)
    for (kind, status) in statuses {
      #expect(ReplyStyle.envelope.status(of: .failure("x", kind)) == 200)
      #expect(ReplyStyle.status.status(of: .failure("x", kind)) == status)
    }
    #expect(ReplyStyle.status.status(of: .success([:])) == 200)
    #expect(ReplyStyle.status.status(of: .success(1)) == 500)
    #expect(ReplyStyle.status.status(of: .pending(requestID: "r")) == 202)
    #expect(ReplyStyle.envelope.status(of: .pending(requestID: "r")) == 200)
  }
}
