internal import Diagnostics
internal import HTTP
internal import JSON
internal import Reconciler
internal import World

/// The objects of one environment's state below its prefix, with failures that name their place.
struct StateObjects: Sendable {
  /// How many objects are read at once.
  private static let width = 16
  /// How often a write is tried while others are faster.
  private static let attempts = 32
  private static let backoff = Backoff(base: .milliseconds(50), cap: .seconds(2))

  private let objects: S3Objects
  private let prefix: String
  private let world: World

  init(_ objects: S3Objects, prefix: String, world: World) {
    self.objects = objects
    self.prefix = prefix
    self.world = world
  }

  struct Stored: Sendable {
    let document: StateDocument
    let tag: S3Objects.ETag
  }

  func url(_ name: String) -> String { "s3://\(objects.bucket)/\(prefix)\(name)" }

  /// Reads the bytes of an object; nil where there is none.
  func bytes(_ name: String) async throws(StateFailure) -> S3Objects.Object? {
    try await guarding(name) { () async throws(S3Failure) in try await objects.get(prefix + name) }
  }

  func read(_ name: String, _ kind: StateDocument.Kind) async throws(StateFailure) -> Stored? {
    guard let object = try await bytes(name) else { return nil }
    let document = try StateDocument(object.bytes, as: kind, at: url(name))
    return Stored(document: document, tag: try tag(of: object, name))
  }

  /// Returns the tag by which a later write says what it replaces.
  func tag(
    of object: S3Objects.Object, _ name: String
  ) throws(StateFailure) -> S3Objects.ETag {
    guard let tag = object.tag else {
      throw StateFailure(
        .error("state-unusable", "\(url(name)): the endpoint gives its objects no ETag"))
    }
    return tag
  }

  func put(
    _ bytes: [UInt8], to name: String, expecting expectation: S3Objects.Expectation
  ) async throws(StateFailure) -> S3Objects.Outcome {
    try await guarding(name) { () async throws(S3Failure) in
      try await objects.put(bytes, to: prefix + name, expecting: expectation)
    }
  }

  /// Returns the names below a folder that come behind another, in their order.
  func names(in folder: String, after name: String? = nil) async throws(StateFailure) -> [String] {
    let keys = try await guarding(folder) { () async throws(S3Failure) in
      try await objects.keys(prefix + folder, after: name.map { prefix + $0 })
    }
    return keys.map { String($0.dropFirst(prefix.count)) }
  }

  /// Does something for each name, several at once, and returns what came of it in their order.
  func each<Value: Sendable>(
    _ names: [String], _ body: @escaping @Sendable (String) async throws(StateFailure) -> Value
  ) async throws(StateFailure) -> [Value] {
    let results = await withTaskGroup(of: (Int, Result<Value, StateFailure>).self) { group in
      var results: [Int: Result<Value, StateFailure>] = [:]
      for (index, name) in names.enumerated() {
        if index >= Self.width, let (index, result) = await group.next() { results[index] = result }
        group.addTask {
          do throws(StateFailure) {
            return (index, .success(try await body(name)))
          } catch {
            return (index, .failure(error))
          }
        }
      }
      for await (index, result) in group { results[index] = result }
      return results
    }
    var values: [Value] = []
    for index in names.indices {
      if let value = try results[index]?.get() { values.append(value) }
    }
    return values
  }

  /// Tries a write until it was made, waiting a little where others keep being faster.
  @discardableResult
  func trying<Value>(
    _ name: String, _ attempt: (_ isFirst: Bool) async throws(StateFailure) -> Value?
  ) async throws(StateFailure) -> Value {
    for number in 1...Self.attempts {
      if let value = try await attempt(number == 1) { return value }
      if number > 1 {
        let wait = Self.backoff.wait(after: number - 1, floor: nil, random: world.random())
        do {
          try await world.sleep(wait)
        } catch {
          throw StateFailure(.error("state-interrupted", "\(url(name)): the run was interrupted"))
        }
      }
    }
    throw .busy(url(name))
  }

  /// Writes what the closure makes of a document, again where another was faster.
  ///
  /// Returns false where the closure makes nothing of it.
  func replace(
    _ name: String, _ kind: StateDocument.Kind, as write: String,
    _ change: (StateDocument?) throws(StateFailure) -> JSONObject?
  ) async throws(StateFailure) -> Bool {
    try await trying(name) { _ async throws(StateFailure) -> Bool? in
      let present = try await read(name, kind)
      // An earlier attempt was made although its answer was lost.
      if present?.document.write == write { return true }
      guard let content = try change(present?.document) else { return false }
      let outcome = try await put(
        StateDocument(kind, write: write, content).bytes, to: name,
        expecting: present.map { .unchanged(since: $0.tag) } ?? .absent)
      return outcome == .beaten ? nil : true
    }
  }

  private func guarding<Value>(
    _ name: String, _ body: () async throws(S3Failure) -> Value
  ) async throws(StateFailure) -> Value {
    do throws(S3Failure) {
      return try await body()
    } catch {
      throw StateFailure(error, at: url(name))
    }
  }
}
