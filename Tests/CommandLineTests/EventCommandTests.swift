import CommandLine
import Foundation
import HTTP
import JSON
import Reconciler
import Server
import Synchronization
import Testing
import World

/// The commands over events, in front of stubs of the services they talk to.
@Suite struct EventCommandTests {
  /// As much of SQS, Step Functions, Genesys and Lambda's Runtime API as a command needs.
  private final class Services: Sendable {
    struct State {
      var queue: [String]
      var calls: [String]
      var started: [String] = []
      var deleted = 0
      var buried: [JSON] = []
      var puts: [String] = []
      var answers: [String] = []
    }

    let state: Mutex<State>

    init(queue: [String] = [], calls: [String] = []) {
      state = Mutex(State(queue: queue, calls: calls))
    }

    func answer(_ request: ServerRequest) -> ServerResponse {
      if let operation = request.headers["X-Amz-Target"]?.split(separator: ".").last {
        return amazon(String(operation), (try? JSON.parse(request.body)) ?? .null)
      }
      if request.path.hasPrefix("/2018-06-01/runtime/") { return runtime(request) }
      if request.path == "/oauth/token" {
        return json(["access_token": "t", "expires_in": 3600])
      }
      guard !request.path.hasSuffix("/gone") else { return ServerResponse(status: 404) }
      state.withLock {
        $0.puts.append(
          "\(request.method) \(request.path) \(String(decoding: request.body, as: UTF8.self))")
      }
      return json([:])
    }

    private func amazon(_ operation: String, _ body: JSON) -> ServerResponse {
      state.withLock { state in
        switch operation {
        case "GetQueueUrl":
          return json(["QueueUrl": .string("http://127.0.0.1/1/\(body["QueueName"]?.string ?? "")")]
          )
        case "GetQueueAttributes":
          let policy =
            #"{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:1:dlq","maxReceiveCount":"3"}"#
          return json(["Attributes": ["RedrivePolicy": .string(policy)]])
        case "ReceiveMessage":
          let messages = state.queue.enumerated().map { number, body -> JSON in
            [
              "MessageId": .string("m\(number)"), "ReceiptHandle": .string("r\(number)"),
              "Body": .string(body),
            ]
          }
          state.queue = []
          return json(["Messages": .array(messages)])
        case "StartExecution":
          state.started.append(body["name"]?.string ?? "")
          return json(["executionArn": "arn"])
        case "DeleteMessageBatch": state.deleted += body["Entries"]?.array?.count ?? 0
        case "SendMessageBatch": state.buried += body["Entries"]?.array ?? []
        default: break
        }
        return json([:])
      }
    }

    private func runtime(_ request: ServerRequest) -> ServerResponse {
      state.withLock { state in
        guard request.path.hasSuffix("/next") else {
          let type = request.headers["Lambda-Runtime-Function-Error-Type"] ?? "-"
          let name = request.path.split(separator: "/").suffix(2).joined(separator: "/")
          state.answers.append("\(name) \(type) \(String(decoding: request.body, as: UTF8.self))")
          return ServerResponse(status: 202)
        }
        guard !state.calls.isEmpty else { return ServerResponse(status: 500) }
        return ServerResponse(
          status: 200,
          headers: [
            "Lambda-Runtime-Aws-Request-Id": "call", "Lambda-Runtime-Deadline-Ms": "99999999999999",
          ], body: Array(state.calls.removeFirst().utf8))
      }
    }

    private func json(_ body: JSON) -> ServerResponse {
      ServerResponse(status: 200, body: body.bytes)
    }
  }

  private struct Outcome {
    let code: ExitCode
    let out: String
    let err: String
  }

  /// Runs a command in a project whose services are the stubs.
  private func run(_ services: Services, _ words: String...) async throws -> Outcome {
    let server = try HTTPServer { request in .now(services.answer(request)) }
    let folder = NSTemporaryDirectory() + "gcsync-events-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try Files.createDirectory(folder)
    let project = """
      apiVersion: gcsync/v1
      kind: Project
      owner: tests
      environments:
        dev:
          genesys: {profile: guide, apiURL: '\(server.url)'}
          aws: {region: us-east-1, endpoint: '\(server.url)'}

      """
    try Files.write(Array(project.utf8), to: "\(folder)/gcsync.yaml")
    try Files.write(
      Array("\(event("a"))\nno json\n\(event("b"))\n".utf8), to: "\(folder)/events.ndjson")
    let out = Mutex("")
    let err = Mutex("")
    let code = await GCSync.run(
      words.map { $0.replacing("DIR", with: folder) } + ["-C", folder],
      on: Machine(
        environment: [
          "AWS_ACCESS_KEY_ID": "id", "AWS_SECRET_ACCESS_KEY": "canary-aws",
          "GENESYS_CLIENT_ID": "client", "GENESYS_CLIENT_SECRET": "canary-genesys",
          "AWS_LAMBDA_RUNTIME_API": "127.0.0.1:\(server.port)",
        ],
        console: Console(
          out: { text in out.withLock { $0 += text } }, err: { text in err.withLock { $0 += text } }
        )))
    await server.stop {}
    let outcome = Outcome(code: code, out: out.withLock { $0 }, err: err.withLock { $0 })
    #expect(!(outcome.out + outcome.err).contains("canary"))
    return outcome
  }

  private func event(_ id: String, conversation: String = "c-1") -> String {
    #"{"id":"\#(id)","time":"2026-11-28T08:00:00Z","detail":{"eventBody":{"conversationId":"\#(conversation)"}}}"#
  }

  @Test func `work starts an execution for each event and empties the queue`() async throws {
    let services = Services(queue: [event("a"), "no json", event("b")])
    let outcome = try await run(
      services, "events", "work", "--queue", "q", "--state-machine", "arn", "--until-empty",
      "--ledger", "DIR/events.db", "--new-ledger")
    #expect(outcome.code == .done)
    #expect(
      outcome.err.contains("3 received, 2 handled, 0 had been handled before, 1 dead-lettered"))
    let state = services.state.withLock { $0 }
    #expect(state.started.sorted() == ["gc-event-a", "gc-event-b"] && state.deleted == 3)
    #expect(
      state.buried.first?["MessageAttributes"]?["gcsync.error"]?["StringValue"] == "Event.Invalid")
  }

  @Test func `without a state machine, work writes to the conversations`() async throws {
    let services = Services(queue: [
      event("a", conversation: "c-9"), event("b", conversation: "gone"),
    ])
    let outcome = try await run(services, "events", "work", "--queue", "q", "--until-empty")
    #expect(outcome.code == .done)
    let state = services.state.withLock { $0 }
    #expect(
      state.puts == [
        #"PUT /api/v2/interactions/c-9 {"customAttributes":{"aws_processed":"true","processed_at":"2026-11-28T08:00:00Z"}}"#
      ])
    #expect(
      state.buried.first?["MessageAttributes"]?["gcsync.error"]?["StringValue"]
        == "Genesys.NotFound")
  }

  @Test func `a ledger that is not there refuses to run and says how to start one`() async throws {
    let services = Services(queue: [event("a")])
    let outcome = try await run(
      services, "events", "work", "--queue", "q", "--state-machine", "arn", "--ledger",
      "DIR/events.db")
    #expect(outcome.code == .error && outcome.err.contains("--new-ledger"))
    #expect(services.state.withLock { $0.queue.count } == 1)
  }

  @Test func `a file of events is handled one after the other, and what failed is told`()
    async throws
  {
    let services = Services()
    let outcome = try await run(
      services, "events", "dispatch", "DIR/events.ndjson", "--state-machine", "arn")
    #expect(outcome.code == .error && outcome.out == "a handled\nb handled\n")
    #expect(outcome.err.contains("the message is not JSON"))
    let replayed = try await run(services, "events", "replay", "DIR/events.ndjson", "--queue", "q")
    #expect(replayed.code == .done)
    #expect(
      services.state.withLock { $0.buried.compactMap { $0["MessageBody"]?.string } }
        == [event("a"), "no json", event("b")])
  }

  @Test func `looking at a queue that counts its hand-outs is refused`() async throws {
    let services = Services(queue: [event("a")])
    let refused = try await run(services, "events", "tail", "--queue", "q")
    #expect(refused.code == .error && refused.err.contains("dead-letter queue"))
    #expect(services.state.withLock { $0.queue.count } == 1)
    let taken = try await run(
      services, "events", "tail", "--queue", "q", "--delete", "--until-empty")
    #expect(
      taken.code == .done && taken.out.hasPrefix(#"{"messageId":"m0","receiveCount":1,"body":"#))
    #expect(services.state.withLock { $0.deleted } == 1)
  }

  @Test func `as a function, dispatch answers with the records that must come again`() async throws
  {
    let records: JSON = [
      "Records": [
        ["messageId": "m0", "body": .string(event("a"))], ["messageId": "m1", "body": "no json"],
      ]
    ]
    let services = Services(calls: [records.text])
    let outcome = try await run(services, "events", "lambda", "dispatch", "--state-machine", "arn")
    // The stub of the Runtime API ends the loop with an error of its own.
    #expect(outcome.code == .error)
    let state = services.state.withLock { $0 }
    #expect(state.started == ["gc-event-a"])
    #expect(state.answers == [#"call/response - {"batchItemFailures":[{"itemIdentifier":"m1"}]}"#])
    #expect(outcome.out.hasPrefix(#"{"_aws":{"Timestamp":"#))
  }

  @Test func `as a function, process fails under the name that a state machine can catch`()
    async throws
  {
    let services = Services(calls: [
      "{\"Event\":\(event("a", conversation: "gone"))}", "{\"Event\":\(event("b"))}", "{}",
    ])
    _ = try await run(services, "events", "lambda", "process")
    let answers = services.state.withLock(\.answers)
    #expect(
      answers.map { $0.split(separator: " ").prefix(2).joined(separator: " ") } == [
        "call/error Genesys.NotFound", "call/response -", "call/error Event.Invalid",
      ])
    #expect(answers.last?.contains("Conversation ID is missing") == true)
  }

  @Test func `a function that is not configured says so to Lambda`() async throws {
    let services = Services(calls: ["{}"])
    let outcome = try await run(services, "events", "lambda", "dispatch")
    #expect(outcome.code == .error)
    let answers = services.state.withLock(\.answers)
    #expect(answers.count == 1 && answers[0].hasPrefix("init/error Function.NotConfigured "))
    #expect(answers.first?.contains("--state-machine") == true)
  }
}
