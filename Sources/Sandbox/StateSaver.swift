import JSON
import Synchronization
import World

/// Keeps a file equal to the store: one write at a time, changes in between folded into the next.
final class StateSaver: Sendable {
  private struct State {
    var wanted = 0
    var saved = 0
  }

  private let path: String
  private let state = Mutex(State())
  private let changes: AsyncStream<Void>
  private let signal: AsyncStream<Void>.Continuation

  init(path: String) {
    self.path = path
    (changes, signal) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
  }

  /// Reads the file; nil where there is none yet, an error where it holds no store.
  func load() throws -> JSON? {
    guard Files.exists(path) else { return nil }
    let bytes = try Files.read(path, limit: 1 << 30)
    do {
      return try JSON.parse(bytes)
    } catch {
      throw SandboxInputError("\(path) is not a state file: \(error)")
    }
  }

  func noteChange(generation: Int) {
    let isNew = state.withLock { state in
      defer { state.wanted = max(state.wanted, generation) }
      return generation > state.wanted
    }
    if isNew { signal.yield() }
  }

  /// Saves after every change until the task is cancelled.
  func run(_ snapshot: @Sendable () -> (JSON, generation: Int)) async {
    for await _ in changes { try? save(snapshot) }
  }

  /// Writes the store unless the file already holds it.
  func save(_ snapshot: () -> (JSON, generation: Int)) throws {
    let (document, generation) = snapshot()
    guard state.withLock({ $0.saved < generation }) else { return }
    try Files.write(document.bytes, to: path, mode: 0o600)
    state.withLock { $0.saved = max($0.saved, generation) }
  }
}
