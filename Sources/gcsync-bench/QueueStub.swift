internal import Synchronization

/// As much of SQS and Step Functions as a worker needs, answering from memory as fast as it can.
///
/// Each message is a different event. What was started and deleted is only counted.
final class QueueStub: Sendable {
  private struct Counts {
    var handedOut = 0
    var started = 0
    var deleted = 0
  }

  private let counts = Mutex(Counts())
  private let total: Int
  private let filler: [UInt8]

  /// Hands out so many events.
  init(total: Int) {
    self.total = total
    filler = Array(repeating: UInt8(ascii: "x"), count: 500)
  }

  /// Starts to serve, and returns the address; nil where no port is free.
  func serve() -> String? {
    guard let server = LoopbackServer({ self.answer($0, $1) }) else { return nil }
    server.start()
    return "http://127.0.0.1:\(server.port)"
  }

  private func answer(_ operation: Substring, _ body: ArraySlice<UInt8>) -> [UInt8] {
    switch operation {
    case "StartExecution":
      counts.withLock { $0.started += 1 }
      return Self.started
    case "ReceiveMessage": return messages()
    case "DeleteMessageBatch":
      let entries = Self.count(Self.receipt, in: body)
      counts.withLock { $0.deleted += entries }
      return Self.deleted
    case "GetQueueAttributes": return Self.attributes
    case "": return summary()
    default: return Self.nothing
    }
  }

  private func summary() -> [UInt8] {
    let counts = counts.withLock { $0 }
    return Array(
      #"{"handedOut":\#(counts.handedOut),"started":\#(counts.started),"deleted":\#(counts.deleted)}"#
        .utf8)
  }

  private func messages() -> [UInt8] {
    let (first, end) = counts.withLock { counts in
      let first = counts.handedOut
      counts.handedOut = min(total, first + 10)
      return (first, counts.handedOut)
    }
    var body = Array(#"{"Messages":["#.utf8)
    body.reserveCapacity(16 << 10)
    for number in first..<end {
      if number > first { body.append(UInt8(ascii: ",")) }
      append(number, to: &body)
    }
    body += Array("]}".utf8)
    return body
  }

  private func append(_ number: Int, to body: inout [UInt8]) {
    let id = "0d9f2d6c-7d39-5f0c-8a3e-\(number)"
    body += Array(
      #"{"MessageId":"\#(id)","ReceiptHandle":"r-\#(number)","Attributes":{"ApproximateReceiveCount":"1"},"Body":"{\"version\":\"0\",\"id\":\"\#(id)\",\"detail-type\":\"v2.detail.events.conversation.{id}.customer.end\",\"source\":\"aws.partner/genesys.com/cloud/0d9f2d6c/calls\",\"time\":\"2026-11-28T08:00:00Z\",\"detail\":{\"topicName\":\"v2.detail.events.conversation.{id}.customer.end\",\"eventBody\":{\"conversationId\":\"\#(id)\",\"participantId\":\"\#(id)\",\"note\":\""#
        .utf8)
    body += filler
    body += Array(#"\"}}}"}"#.utf8)
  }

  private static let started = Array(
    #"{"executionArn":"arn:aws:states:us-east-1:123456789012:execution:m:e","startDate":1795225800.0}"#
      .utf8)
  private static let deleted = Array(#"{"Successful":[],"Failed":[]}"#.utf8)
  private static let attributes = Array(#"{"Attributes":{}}"#.utf8)
  private static let nothing = Array("{}".utf8)
  private static let receipt = Array("ReceiptHandle".utf8)

  private static func count(_ pattern: [UInt8], in body: ArraySlice<UInt8>) -> Int {
    let bytes = Array(body)
    var (count, place) = (0, 0)
    while let found = find(pattern, in: bytes, from: place, to: bytes.count) {
      (count, place) = (count + 1, found + pattern.count)
    }
    return count
  }
}
