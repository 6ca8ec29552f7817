internal import Glibc
internal import Synchronization

/// The processor's cores, for work that computes and waits for nothing.
enum Cores {
  /// How many there are.
  static let count = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))

  /// Returns what becomes of each piece of a list, in its order; the pieces are worked on at once.
  ///
  /// It blocks until all is done. What throws nothing and takes no locks needs no more than that.
  static func map<Element: Sendable, Output: Sendable>(
    _ elements: [Element], piece size: Int,
    _ transform: @escaping @Sendable (ArraySlice<Element>) -> Output
  ) -> [Output] {
    let starts = Array(stride(from: 0, to: elements.count, by: size))
    guard starts.count > 1, count > 1 else {
      return starts.map { transform(elements[$0..<min($0 + size, elements.count)]) }
    }
    let next = Mutex(0)
    let results = Mutex([Output?](repeating: nil, count: starts.count))
    let errand = Errand {
      while true {
        let index = next.withLock { next in
          defer { next += 1 }
          return next
        }
        guard index < starts.count else { return }
        let start = starts[index]
        let result = transform(elements[start..<min(start + size, elements.count)])
        results.withLock { $0[index] = result }
      }
    }
    let threads = (1..<min(count, starts.count)).compactMap { _ in errand.start() }
    errand.run()
    for thread in threads { pthread_join(thread, nil) }
    return results.withLock { $0.compactMap(\.self) }
  }
}

/// Something that several threads do together.
private final class Errand: Sendable {
  let run: @Sendable () -> Void

  init(_ run: @escaping @Sendable () -> Void) {
    self.run = run
  }

  /// Does it on a thread of its own; nil where there can be none more.
  func start() -> pthread_t? {
    var thread = pthread_t()
    let context = Unmanaged.passRetained(self)
    let code = pthread_create(
      &thread, nil,
      { context in
        guard let context else { return nil }
        Unmanaged<Errand>.fromOpaque(context).takeRetainedValue().run()
        return nil
      }, context.toOpaque())
    guard code == 0 else {
      context.release()
      return nil
    }
    return thread
  }
}
