internal import Glibc
internal import Synchronization

/// Why a stream takes no more; the first reason counts.
package final class StreamFailure: Sendable {
  private let code = Mutex<Int32?>(nil)

  package init() {}

  /// Notes what a write to the stream has come to; `errno`.
  package func note(_ number: Int32) { code.withLock { $0 = $0 ?? number } }

  /// Whether whoever read the stream has seen enough of it.
  package var isClosed: Bool { code.withLock { $0 } == EPIPE }

  /// What went wrong, in words; nil where everything was written or nobody reads any more.
  package var words: String? {
    guard let code = code.withLock({ $0 }), code != EPIPE else { return nil }
    return String(cString: strerror(code))
  }
}
