internal import Codecs
internal import HTTP
internal import JSON
internal import Synchronization
internal import World

/// The calls of one read or one write, in one region; what was asked once is not asked again.
final class AWSCalls: Sendable {
  let world: World
  private let connection: AWSConnection
  private let region: String
  private let answers: Answers
  private let requests = Mutex(0)

  /// What calls that only read were answered, or will be.
  private final class Answers: Sendable {
    let byCall = Mutex<[String: Task<Result<JSON, AWSFailure>, Never>]>([:])
  }

  convenience init(_ connection: AWSConnection, region: String, world: World) {
    self.init(connection, region, world, Answers())
  }

  private init(
    _ connection: AWSConnection, _ region: String, _ world: World, _ answers: Answers
  ) {
    self.connection = connection
    self.region = region
    self.world = world
    self.answers = answers
  }

  /// The same with a count of its own.
  var countedApart: AWSCalls { AWSCalls(connection, region, world, answers) }

  /// How many calls were made.
  var count: Int { requests.withLock(\.self) }

  private func client(_ service: AWSService) throws(AWSFailure) -> AWSClient {
    guard let client = connection.client(service, region: region) else {
      throw AWSFailure(
        .other, service: service, operation: "-",
        message: "there is no \(service.id) in the region \(region)", line: service.id)
    }
    return client
  }

  /// Calls an operation of a service that speaks JSON.
  func call(
    _ service: AWSService, _ operation: String, _ body: JSON
  ) async throws(AWSFailure) -> JSON {
    let client = try client(service)
    requests.withLock { $0 += 1 }
    return try await client.call(operation, body)
  }

  /// Calls an action of a service that takes forms.
  func query(
    _ service: AWSService, _ action: String, _ parameters: [(String, String)]
  ) async throws(AWSFailure) -> XMLElement {
    let client = try client(service)
    requests.withLock { $0 += 1 }
    return try await client.query(action, parameters)
  }

  /// Calls an operation of a REST service that speaks JSON.
  func rest(
    _ service: AWSService, _ operation: String, _ method: HTTPRequest.Method, _ path: String,
    query: [URL.QueryItem] = [], body: JSON? = nil
  ) async throws(AWSFailure) -> JSON {
    let client = try client(service)
    requests.withLock { $0 += 1 }
    return try await client.restJSON(operation, method, path, query: query, body: body)
  }

  /// Returns the id that an answer to an operation tells, or throws where it does not.
  func id(
    _ value: JSON?, toldBy operation: String, of service: AWSService
  ) throws(AWSFailure) -> String {
    guard let id = value?.string else {
      throw AWSFailure(
        .other, service: service, operation: operation,
        message: "the answer does not say what the ARN is", line: operation,
        mayHaveHappened: true)
    }
    return id
  }

  /// Calls an operation that only reads, or takes the answer it gave before.
  func once(
    _ service: AWSService, _ operation: String, _ body: JSON
  ) async throws(AWSFailure) -> JSON {
    let key = "\(service.id) \(operation) \(body.canonicalText)"
    let task = answers.byCall.withLock { answers in
      if let task = answers[key] { return task }
      let task = Task { () -> Result<JSON, AWSFailure> in
        do throws(AWSFailure) {
          return .success(try await call(service, operation, body))
        } catch {
          return .failure(error)
        }
      }
      answers[key] = task
      return task
    }
    return try await withTaskCancellationHandler {
      await task.value
    } onCancel: {
      task.cancel()
    }.get()
  }

  /// Reads a list page by page, each page naming the next by a token under the same name.
  func list(
    _ service: AWSService, _ operation: String, _ body: JSON, items: String, token: String
  ) async throws(AWSFailure) -> [JSON] {
    var found: [JSON] = []
    var body = body
    var seen: Set<String> = []
    while true {
      let page = try await once(service, operation, body)
      found += page[items]?.array ?? []
      guard let next = page[token]?.string, !next.isEmpty else { return found }
      guard seen.insert(next).inserted else {
        throw AWSFailure(
          .other, service: service, operation: operation, message: "the list repeats a page",
          line: operation)
      }
      body[JSONPointer([token])] = .string(next)
    }
  }

  /// How many reads of one kind are on their way at once.
  private static let width = 16

  /// Does something for each element, several at once, and returns what came of it in their order.
  func each<Element: Sendable, Value: Sendable>(
    _ elements: [Element],
    _ body: @escaping @Sendable (Element) async throws(AWSFailure) -> Value
  ) async throws(AWSFailure) -> [Value] {
    let results = await withTaskGroup(of: (Int, Result<Value, AWSFailure>).self) { group in
      var results: [(Int, Result<Value, AWSFailure>)] = []
      for (position, element) in elements.enumerated() {
        if position >= Self.width, let result = await group.next() { results.append(result) }
        group.addTask {
          do throws(AWSFailure) {
            return (position, .success(try await body(element)))
          } catch {
            return (position, .failure(error))
          }
        }
      }
      for await result in group { results.append(result) }
      return results.sorted { $0.0 < $1.0 }
    }
    var values: [Value] = []
    for (_, result) in results { values.append(try result.get()) }
    return values
  }
}
