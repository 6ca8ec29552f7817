internal import World

/// One question to one server and the wait for its answer.
package protocol DNSExchange: Sendable {
  func ask(
    _ query: DNSQuery, _ server: NameServer, _ way: DNSLookup.Way, within: Duration
  ) async -> DNSLookup.Outcome
}

/// The exchange over sockets, which looks now and then whether an answer has come.
struct SocketExchange: DNSExchange {
  let world: World

  private static let pause = Duration.milliseconds(4)

  func ask(
    _ query: DNSQuery, _ server: NameServer, _ way: DNSLookup.Way, within: Duration
  ) async -> DNSLookup.Outcome {
    guard let socket = DNSSocket(to: server, way) else {
      return .failed("the name server cannot be reached")
    }
    let end = world.instant().advanced(by: within)
    var dialogue = DNSDialogue(query, way)
    // Somebody who sends all the time is not listened to for longer than the others.
    while world.instant() < end {
      let rest = dialogue.unsent
      if !rest.isEmpty {
        guard let count = socket.send(rest) else { return .failed("the name server refuses") }
        dialogue.sent(count)
      }
      switch socket.receive() {
      case .bytes(let bytes): if let outcome = dialogue.take(bytes) { return outcome }
      case .failed: return .failed("the name server refuses")
      case .pending:
        if (try? await world.sleep(Self.pause)) == nil { return .failed("it was cancelled") }
      }
    }
    return .failed("the name server does not answer")
  }
}

/// What was sent of a query, and what has come of its answer.
package struct DNSDialogue: Sendable {
  private let query: DNSQuery
  private let way: DNSLookup.Way
  package private(set) var unsent: ArraySlice<UInt8>
  private var stream: [UInt8] = []

  package init(_ query: DNSQuery, _ way: DNSLookup.Way) {
    (self.query, self.way) = (query, way)
    let bytes = query.bytes
    // In a stream the length goes before the message.
    let length = way == .stream ? [UInt8(bytes.count >> 8), UInt8(bytes.count & 0xff)] : []
    unsent = (length + bytes)[...]
  }

  package mutating func sent(_ count: Int) { unsent = unsent.dropFirst(count) }

  /// Takes a datagram or the next piece of a stream; a datagram that answers something else is none.
  package mutating func take(_ bytes: [UInt8]) -> DNSLookup.Outcome? {
    guard way == .stream else {
      guard let message = DNSMessage(bytes), message.answers(query) else { return nil }
      return .answered(message)
    }
    guard !bytes.isEmpty else { return .failed("the name server ends the connection") }
    stream += bytes
    guard stream.count >= 2 else { return nil }
    let length = Int(stream[0]) << 8 | Int(stream[1])
    guard stream.count >= 2 + length else { return nil }
    guard let message = DNSMessage(Array(stream[2..<2 + length])), message.answers(query),
      !message.isTruncated
    else { return .failed("the name server's answer cannot be understood") }
    return .answered(message)
  }
}
