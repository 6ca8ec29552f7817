internal import Glibc
internal import JSON
internal import Synchronization
internal import World

/// A mail server on a port of 127.0.0.1 that takes what it gets and delivers nothing.
///
/// It has one address for each thing that can happen: `unknown@…` does not exist, `busy@…` is to be tried
/// later, everything else is accepted.
package final class MailSink: Sendable {
  /// A message as it was handed over.
  package struct Message: Sendable, Hashable {
    package let sender: String
    package let recipients: [String]
    /// The headers and the body.
    package let text: String

    package init(sender: String, recipients: [String], text: String) {
      (self.sender, self.recipients, self.text) = (sender, recipients, text)
    }
  }

  /// Why a sink cannot listen.
  package struct Failure: Error, CustomStringConvertible {
    package let description: String
  }

  private let listener: CInt
  private let store: MailStore
  package let port: UInt16

  /// Listens on a port; 0 takes a free one.
  init(port wanted: UInt16 = 0, into store: MailStore) throws(Failure) {
    let listener = socket(AF_INET, CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue), 0)
    guard listener >= 0 else { throw Self.failure() }
    var one: CInt = 1
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, socklen_t(MemoryLayout<CInt>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = wanted.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isReady = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        bind(listener, address, length) == 0 && listen(listener, 64) == 0
          && getsockname(listener, address, &length) == 0
      }
    }
    guard isReady else {
      let failure = Self.failure()
      close(listener)
      throw failure
    }
    self.listener = listener
    port = UInt16(bigEndian: address.sin_port)
    self.store = store
    OwnThread.start {
      while true {
        let connection = accept(listener, nil, nil)
        guard connection >= 0 else {
          if errno == EINTR || errno == ECONNABORTED { continue }
          close(listener)
          return
        }
        OwnThread.start { MailConversation(connection, store).run() }
      }
    }
  }

  deinit { stop() }

  /// What was handed over so far.
  package var messages: [Message] { store.messages }

  /// Listens no more; whoever is connected may finish.
  package func stop() { shutdown(listener, CInt(SHUT_RDWR)) }

  private static func failure() -> Failure {
    Failure(description: "no mail is taken: \(String(cString: strerror(errno)))")
  }
}

/// The messages of a sink, which every conversation adds to.
final class MailStore: Sendable {
  private let kept = Mutex<[MailSink.Message]>([])

  var messages: [MailSink.Message] { kept.withLock { $0 } }

  /// The messages in the order in which they came.
  var json: JSON {
    .array(
      messages.map { message in
        [
          "from": .string(message.sender), "to": .array(message.recipients.map(JSON.string)),
          "message": .string(message.text),
        ]
      })
  }

  func add(_ message: MailSink.Message) { kept.withLock { $0.append(message) } }
}
