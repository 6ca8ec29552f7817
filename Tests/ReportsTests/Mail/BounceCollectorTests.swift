import AWS
import Curl
import Foundation
import HTTP
import JSON
import Mail
import Reports
import Synchronization
import TestSupport
import Testing
import World

/// How letters are taken in so that none is lost and none counts twice.
@Suite struct BounceCollectorTests {
  private struct Failure: Error {}

  /// An inbox of letters that are there until they are marked.
  private final class Letters: BounceInbox {
    private let waiting: Mutex<[BounceLetter]>
    private let batch: Int

    var unmarked: [BounceLetter] { waiting.withLock { $0 } }

    init(_ readings: [BounceReading], batch: Int = 2) {
      self.batch = batch
      waiting = Mutex(
        readings.enumerated().map { BounceLetter(id: .queued("\($0)"), reading: $1) })
    }

    func letters() async throws -> [BounceLetter] {
      waiting.withLock { Array($0.prefix(batch)) }
    }

    func mark(_ letters: [BounceLetter]) async throws {
      waiting.withLock { $0.removeAll { letters.contains($0) } }
    }
  }

  private func report(_ name: String, _ kind: BounceReport.Kind = .permanent) throws -> BounceReport
  {
    BounceReport(
      recipient: try address("\(name)@example.com"), kind: kind, diagnostic: "no", source: .ses)
  }

  /// What was stored, and in which order.
  private final class Stored: Sendable {
    private let names = Mutex<[String]>([])

    var all: [String] { names.withLock { $0 } }

    func add(_ report: BounceReport) {
      names.withLock { $0.append(report.recipient.localPart) }
    }
  }

  @Test func `every letter is told apart, and what was not sent does not count`() async throws {
    let inbox = Letters([
      .reports([try report("a"), try report("b", .complaint)]), .noFailure("a delay"),
      .reports([try report("forged")]), .notUnderstood("prose"),
      .reports([try report("c", .transient)]),
    ])
    let summary = try await BounceCollector(inbox).collect { report in
      report.recipient.localPart != "forged"
    }
    #expect(summary.letters == 5 && summary.isWhole)
    #expect(summary.counted == [.permanent: 1, .complaint: 1, .transient: 1])
    #expect(summary.ignored == 1 && summary.withoutFailure == 1 && summary.notUnderstood == 1)
    #expect(summary.strange.map(\.letter) == ["3"] && summary.strange.map(\.reason) == ["prose"])
    #expect(inbox.unmarked.isEmpty)
  }

  @Test func `a report that could not be stored comes again, those before it do not`() async throws
  {
    let inbox = Letters(
      try ["a", "b", "c", "d"].map { .reports([try report($0)]) }, batch: 4)
    let stored = Stored()
    await #expect(throws: Failure.self) {
      try await BounceCollector(inbox).collect { report in
        guard report.recipient.localPart != "c" else { throw Failure() }
        stored.add(report)
        return true
      }
    }
    #expect(stored.all == ["a", "b"])
    let summary = try await BounceCollector(inbox).collect { report in
      stored.add(report)
      return true
    }
    #expect(summary.letters == 2 && stored.all == ["a", "b", "c", "d"])
  }

  @Test func `what was stored and not marked comes again, and changes nothing`() async throws {
    let bounce = try BounceReport(
      recipient: address("a@example.com"), kind: .transient, diagnostic: "full",
      messageID: MessageID(tolerant: "<1@example.com>"), source: .ses)
    var list = SuppressionList()
    for _ in 1...5 {
      // Each of these stands for a run that was killed between the two.
      _ = try await BounceCollector(Letters([.reports([bounce])])).collect { report in
        _ = list.record(report, at: .day(1))
        return true
      }
    }
    #expect(list.all.isEmpty)
  }

  @Test func `an inbox that never empties is left after so many letters`() async throws {
    let inbox = Letters(try (0..<9).map { .reports([try report("a\($0)")]) })
    let summary = try await BounceCollector(inbox, limit: 5).collect { _ in true }
    #expect(summary.letters == 5 && !summary.isWhole)
    #expect(inbox.unmarked.count == 4)
  }

  /// An inbox whose marks do not hold.
  private struct Stubborn: BounceInbox {
    let reading: BounceReading
    func letters() async throws -> [BounceLetter] {
      [BounceLetter(id: .queued("1"), reading: reading)]
    }
    func mark(_ letters: [BounceLetter]) async throws {}
  }

  @Test func `a letter that cannot be marked is taken in once`() async throws {
    let inbox = Stubborn(reading: .reports([try report("a")]))
    let summary = try await BounceCollector(inbox).collect { _ in true }
    #expect(summary.counted == [.permanent: 1])
  }

  private func sample(_ name: String) throws -> Data {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent()
    return try Data(contentsOf: folder.appendingPathComponent("Samples/\(name).eml"))
  }

  @Test func `a mailbox in a folder is emptied, and what is strange is flagged`() async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    for name in ["new", "cur", "tmp"] {
      try FileManager.default.createDirectory(
        at: folder.appendingPathComponent(name), withIntermediateDirectories: true)
    }
    for (name, text) in [
      ("new/1.host", try sample("postfix-unknown")), ("new/2.host", try sample("person")),
      ("cur/3.host:2,R", try sample("delayed")), ("new/4.host", Data([0, 255, 13])),
    ] {
      try text.write(to: folder.appendingPathComponent(name))
    }
    let inbox = MaildirInbox(folder.path, limits: MailboxLimits(messages: 2))
    let summary = try await BounceCollector(inbox).collect { _ in true }
    #expect(summary.letters == 4 && summary.counted == [.permanent: 1, .transient: 1])
    #expect(summary.withoutFailure == 1 && summary.strange.map(\.letter) == ["2.host", "4.host"])
    let seen = try FileManager.default.contentsOfDirectory(
      atPath: folder.appendingPathComponent("cur").path)
    #expect(seen.sorted() == ["1.host:2,S", "2.host:2,FS", "3.host:2,S", "4.host:2,FS"])
    #expect(try await BounceCollector(inbox).collect { _ in true }.letters == 0)
  }

  @Test func `a mailbox on a server is emptied, a few letters at a time`() async throws {
    guard let peer = try await Dovecot.start() else { return }
    let bounce = Array(try sample("postfix-unknown"))
    for number in 1...5 { try peer.deliver(bounce, as: "\(number).host") }
    try peer.deliver(Array(try sample("person")), as: "6.host")
    let server = MailServer(
      host: "127.0.0.1", port: peer.securePort, security: .implicitTLS,
      credentials: .init(user: "bot", secret: Secret("secret")))
    let mailbox = CurlMailbox(
      server, CurlConfiguration(userAgent: "gcsync/test", caFile: peer.caFile))
    let inbox = RemoteInbox(mailbox, limits: MailboxLimits(messages: 2))
    let summary = try await BounceCollector(inbox).collect { _ in true }
    #expect(summary.letters == 6 && summary.counted == [.permanent: 5, .transient: 5])
    #expect(summary.notUnderstood == 1)
    #expect(try await mailbox.unseen(MailboxLimits()).isEmpty)
    #expect(try peer.flags().filter { $0.contains("F") } == ["FS"])
    #expect(try peer.flags().count == 6)
  }

  @Test func `notifications of SES leave their queue, and what is none stays`() async throws {
    guard let moto = await Moto.start() else {
      #expect(!Moto.isRequired, "moto is required, see scripts/peers.txt")
      return
    }
    let aws = AWSConnection(
      transport: CurlTransport(CurlConfiguration(userAgent: "gcsync-tests")),
      credentials: AWSCredentials(accessKeyID: "test", secretAccessKey: Secret("test")),
      endpoint: URL(parsing: moto.url), world: VirtualWorld().world, allowedHosts: AllowedHosts())
    let sqs = try #require(aws.client(.sqs, region: "us-east-1"))
    _ = try await sqs.call("CreateQueue", ["QueueName": "bounces"])
    let inbox = try await SESQueueInbox.find("bounces", through: sqs)
    let url = try #require(
      try await sqs.call("GetQueueUrl", ["QueueName": "bounces"])["QueueUrl"]?.string)
    func send(_ text: String) async throws {
      _ = try await sqs.call(
        "SendMessage", ["QueueUrl": .string(url), "MessageBody": .string(text)])
    }
    for number in 1...12 {
      let bounce: JSON = [
        "notificationType": "Bounce",
        "bounce": [
          "bounceType": "Permanent",
          "bouncedRecipients": [["emailAddress": .string("a\(number)@example.com")]],
        ],
      ]
      try await send(JSON.object(["Type": "Notification", "Message": .string(bounce.text)]).text)
    }
    try await send("nonsense")
    let stored = Stored()
    let summary = try await BounceCollector(inbox).collect { report in
      stored.add(report)
      return true
    }
    #expect(summary.letters == 13 && summary.counted == [.permanent: 12])
    #expect(Set(stored.all).count == 12 && summary.notUnderstood == 1)
    let attributes = try await sqs.call(
      "GetQueueAttributes",
      [
        "QueueUrl": .string(url),
        "AttributeNames": ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"],
      ])["Attributes"]
    #expect(attributes?["ApproximateNumberOfMessages"] == "0")
    #expect(attributes?["ApproximateNumberOfMessagesNotVisible"] == "1", "the one that is none")
  }
}
