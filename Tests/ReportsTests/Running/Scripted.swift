import Diagnostics
import JSON
import Mail
import Reconciler
import Reports
import Synchronization
import TestSupport
import Testing
import World

/// Exports that come as a test says.
final class ScriptedExports: ExportSource {
  /// What one export comes to, look by look.
  enum Look: Sendable {
    case unfinished
    case ready(partial: Bool = false)
    case fails(RunFailure)
  }

  private struct State {
    var looks: [Look]
    var begun: [ExportOrder] = []
    var manners: [ExportManner] = []
    var beginFailures: [RunFailure]
  }

  private let state: Mutex<State>
  private let content: [UInt8]

  init(_ content: String, looks: [Look] = [], beginFailures: [RunFailure] = []) {
    self.content = Array(content.utf8)
    state = Mutex(State(looks: looks, beginFailures: beginFailures))
  }

  /// What was ordered so far.
  var begun: [ExportOrder] { state.withLock(\.begun) }
  /// How exports were waited for.
  var manners: [ExportManner] { state.withLock(\.manners) }

  func begin(_ order: ExportOrder) async throws(RunFailure) -> String {
    let failure = state.withLock { state -> RunFailure? in
      guard state.beginFailures.isEmpty else { return state.beginFailures.removeFirst() }
      state.begun.append(order)
      return nil
    }
    if let failure { throw failure }
    return "export-\(begun.count)"
  }

  func wait(for export: String, _ manner: ExportManner) async throws(RunFailure) -> ExportProgress {
    let look = state.withLock { state -> Look in
      state.manners.append(manner)
      return state.looks.isEmpty ? .ready() : state.looks.removeFirst()
    }
    switch look {
    case .unfinished: return .unfinished
    case .ready(let isPartial):
      return .ready(ReadyExport(address: "https://files.example.com/1", isPartial: isPartial))
    case .fails(let failure): throw failure
    }
  }

  func fetch(_ ready: ReadyExport, to path: String) async throws(RunFailure) -> FetchedExport {
    do throws(FileError) {
      try Files.write(content, to: path)
    } catch {
      throw RunFailure("export-unreadable", error.description, canRetry: true)
    }
    return FetchedExport(
      path: path, byteCount: content.count, contentType: "text/csv", name: "export.csv")
  }
}

/// A mail server that answers as a test says, and keeps what it took.
final class ScriptedMail: MailTransport {
  private struct State {
    var sent: [MailEnvelope] = []
    var answers: [String: [RecipientOutcome]]
    var atSend: (@Sendable () async -> Void)?
  }

  private let state: Mutex<State>
  private let size: Int?

  init(_ answers: [String: [RecipientOutcome]] = [:], size: Int? = nil) {
    state = Mutex(State(answers: answers))
    self.size = size
  }

  var sent: [MailEnvelope] { state.withLock(\.sent) }

  /// Whom each message went to that was accepted.
  var recipients: [String] { sent.flatMap(\.recipients).map(\.text) }

  var messages: [String] { sent.map { String(decoding: $0.message, as: UTF8.self) } }

  func send(_ envelope: MailEnvelope, to server: MailServer) async -> MailOutcome {
    let outcomes = state.withLock { state -> [RecipientOutcome] in
      var outcomes: [RecipientOutcome] = []
      for recipient in envelope.recipients {
        if state.answers[recipient.text]?.isEmpty == false {
          outcomes.append(state.answers[recipient.text]?.removeFirst() ?? Self.accepted)
        } else {
          outcomes.append(Self.accepted)
        }
      }
      if outcomes.contains(where: { if case .accepted = $0 { true } else { false } }) {
        state.sent.append(envelope)
      }
      return outcomes
    }
    return MailOutcome(outcomes)
  }

  func features(of server: MailServer) async -> Result<MailServerFeatures, MailFailure> {
    .success(MailServerFeatures(["hello"] + (size.map { ["SIZE \($0)"] } ?? [])))
  }

  static let accepted = RecipientOutcome.accepted(SMTPReply(code: 250, text: "queued"))
  static let unknownUser = RecipientOutcome.refused(
    SMTPReply(code: 550, status: EnhancedStatus("5.1.1"), text: "no such user"), at: .recipient)
  static let down = RecipientOutcome.notSent(
    MailFailure(.refused, "nobody listens", at: .connect))
  static let busy = RecipientOutcome.refused(
    SMTPReply(code: 451, status: EnhancedStatus("4.3.2"), text: "later"), at: .recipient)
}

/// A report with everything it needs, in a world where no wait takes time.
struct Rig: Sendable {
  /// Sunday, 29 November 2026, 06:05 in Berlin.
  static let morning = Timestamp(seconds: 1_795_928_700)
  static let csv = "Queue,Offered\nBilling,12\nSales,30\n"

  let clock: VirtualWorld
  let documents: MemoryDocuments
  let exports: ScriptedExports
  let mail: ScriptedMail
  let owners = ScriptedMail()
  let told = Told()
  let spec: JSON
  let list: String
  private let start: Timestamp

  /// What webhooks were told.
  final class Told: Sendable {
    private let kept = Mutex<(all: [JSON], failures: Int)>(([], 0))
    var all: [JSON] { kept.withLock(\.all) }

    /// Has the next calls fail.
    func fail(_ times: Int) { kept.withLock { $0.failures = times } }

    func add(_ document: JSON) throws(RunFailure) {
      let fails = kept.withLock { kept in
        guard kept.failures > 0 else {
          kept.all.append(document)
          return false
        }
        kept.failures -= 1
        return true
      }
      if fails { throw RunFailure("webhook-failed", "nobody answers", canRetry: true) }
    }
  }

  init(
    exports: ScriptedExports = ScriptedExports(Rig.csv), mail: ScriptedMail = ScriptedMail(),
    list: String = "ann@example.com\nbert@example.com\n", documents: MemoryDocuments = .init(),
    start: Timestamp = Rig.morning, spec change: (inout JSONObject) -> Void = { _ in }
  ) {
    clock = VirtualWorld(start: start)
    self.start = start
    (self.exports, self.mail, self.list, self.documents) = (exports, mail, list, documents)
    var object = Self.standard
    change(&object)
    spec = .object(object)
  }

  /// A daily report of six o'clock.
  static let standard: JSONObject = [
    "name": "queues", "title": "Queues", "report": ["reportId": "r1", "format": "CSV"],
    "schedule": ["cron": "0 6 * * *", "timeZone": "Europe/Berlin"],
    "deliver": ["recipients": "file:list.txt", "formats": ["csv"]],
    "onFailure": ["webhook": "https://chat.example.com/hook"],
  ]

  var ledger: ReportLedger { ledger(of: "runner") }

  func ledger(of holder: String) -> ReportLedger {
    ReportLedger(documents, holder: holder, world: clock.world)
  }

  func services(holder: String = "runner", scratch: String = Scratch.path) -> ReportServices {
    let outbox = Outbox(
      transport: mail, server: MailServer(host: "127.0.0.1", security: .none),
      from: Mailbox(Self.sender))
    return ReportServices(
      exports: exports, ledger: ledger(of: holder),
      recipients: { [list] store in SourceFile(name: "list.txt", bytes: Array(list.utf8)) },
      outbox: { outbox }, publish: { file, link, run in "https://files.example.com/\(file.name)" },
      notify: { [told] address, document throws(RunFailure) in try told.add(document) },
      path: { $0 },
      scratch: scratch, environment: "dev", world: clock.world)
  }

  private static let sender: EmailAddress = {
    do { return try EmailAddress(parsing: "reports@example.com") } catch { preconditionFailure() }
  }()

  func item(_ id: String = "id-1", since: Timestamp? = nil) throws -> ReportRunner.Item {
    let (declaration, problems) = ReportDeclaration.read(spec, isPlatform: false)
    let read = try #require(declaration, "\(problems)")
    return ReportRunner.Item(
      id: id, declaration: read,
      since: since ?? start.advanced(by: .seconds(-3600)))
  }

  @discardableResult
  func run(holder: String = "runner", since: Timestamp? = nil) async throws -> [ReportRun] {
    try await turn(holder: holder, since: since).runs
  }

  /// Gives the report a turn, and throws what the ledger says against it.
  func turn(holder: String = "runner", since: Timestamp? = nil) async throws -> ReportRunner.Turn {
    let turns = await ReportRunner(services(holder: holder)).run([try item(since: since)])
    let turn = try #require(turns.first)
    if let failure = turn.failure { throw failure }
    return turn
  }
}

/// Where runs of tests keep what they need for a while.
enum Scratch {
  static let path = "/tmp"
}
