internal import HTTP
internal import Synchronization
internal import World

/// The file a download goes into, which has its name only once it is whole.
final class DownloadFile: Sendable {
  private struct State {
    var count = 0
    var error: FileError?
  }

  private let path: String
  private let partial: String
  private let state = Mutex(State())

  init(_ path: String) {
    self.path = path
    partial = path + ".part"
  }

  /// How many bytes it has.
  var count: Int { state.withLock(\.count) }

  /// Why it could not be written.
  var error: FileError? { state.withLock(\.error) }

  /// What writes into it.
  var sink: BodySink {
    BodySink {
      self.begin()
    } take: {
      self.append(Array($0))
    }
  }

  /// Begins anew with an empty file that is its owner's alone.
  func begin() {
    state.withLock { state in
      state = State()
      Files.remove(partial)
      write([], &state)
    }
  }

  /// Appends bytes, and returns whether they could be written.
  @discardableResult
  func append(_ bytes: [UInt8]) -> Bool {
    state.withLock { state in
      write(bytes, &state)
      return state.error == nil
    }
  }

  /// Gives the file its name in place of what had it.
  func finish() throws(FileError) {
    if let error { throw error }
    Files.remove(path)
    try Files.publish(partial, as: path)
  }

  /// Removes what there is of a file that was not finished.
  func discard() { Files.remove(partial) }

  private func write(_ bytes: [UInt8], _ state: inout State) {
    guard state.error == nil else { return }
    do throws(FileError) {
      try Files.append(bytes, to: partial)
      state.count += bytes.count
    } catch {
      state.error = error
    }
  }
}
