internal import Crypto
internal import Synchronization
package import World

/// Answers the calls of several actions: each in its time, as many at once as its limits allow, and
/// with a reply whatever happens.
package final class ActionService: Sendable {
  private let actions: [String: ServedAction]
  /// What callers call actions besides their names; of several the first one is meant.
  private let aliases: [String: String]
  /// What actions are called that must not be used for now.
  private let inactive: Set<String>
  /// The name of the only action, which callers need not know.
  private let only: String?
  let world: World
  let upstream: Upstream
  let alarms: AlarmClock
  package let metrics: ActionMetrics
  let log: @Sendable (CallRecord) -> Void
  let state: Mutex<State>

  struct State {
    var admissions: [String: Admission]
    var memory = CallMemory()
    var background: [Int: Background] = [:]
    var lastTicket = 0
    var isStopping = false
    var waiter: CheckedContinuation<Void, Never>?
    var isWaitingOver = false

    /// Takes a call of an action up, or returns why not.
    mutating func enter(_ name: String, at now: ContinuousClock.Instant) -> ActionRefusal? {
      isStopping ? ActionService.stopping : admissions[name]?.enter(at: now)
    }
  }

  /// A run that goes on behind its callers.
  struct Background {
    let call: ActionCall
    let start: ContinuousClock.Instant
    var task: Task<Void, Never>?
  }

  /// Makes a service; `upstream` carries the callbacks, `inactive` are names that nobody answers to.
  package init(
    _ actions: [ServedAction], inactive: Set<String> = [], upstream: Upstream,
    metrics: ActionMetrics = ActionMetrics(), world: World,
    log: @escaping @Sendable (CallRecord) -> Void
  ) {
    self.actions = Dictionary(actions.map { ($0.handler.name, $0) }) { $1 }
    aliases = Dictionary(
      actions.flatMap { action in action.aliases.map { ($0, action.handler.name) } }
    ) { first, _ in first }
    self.inactive = inactive
    only = actions.count == 1 ? actions.first?.handler.name : nil
    let now = world.instant()
    state = Mutex(State(admissions: self.actions.mapValues { Admission($0.limits, at: now) }))
    alarms = AlarmClock(world)
    self.upstream = upstream
    self.metrics = metrics
    self.world = world
    self.log = log
  }

  /// What a caller is told, and when it may come again.
  package struct Answer: Sendable {
    package let reply: ActionReply
    package let retryAfter: Duration?
    /// Whether there is an action of that name.
    package let isKnown: Bool
    /// How the action tells of failures, where it has a way of its own.
    package var style: ReplyStyle?
  }

  /// Returns the name of the action that a caller means by one in an event.
  ///
  /// Where one action alone is served it is meant, whatever callers call it.
  package func name(for called: String?) -> String? {
    guard let called else { return only }
    if actions[called] != nil { return called }
    return aliases[called] ?? (inactive.contains(called) ? called : only ?? called)
  }

  /// Returns how an action tells of failures, where it has a way of its own.
  package func style(of name: String?) -> ReplyStyle? { name.flatMap { actions[$0] }?.style }

  /// Whether a call came before and is answered without running anything.
  func remembers(_ event: CallEvent) -> Bool {
    guard let action = event.actionName, let id = event.requestID else { return false }
    let now = world.instant()
    return state.withLock { state in
      state.memory.holds(CallMemory.Key(action: action, requestID: id), at: now)
    }
  }

  package var isStopping: Bool { state.withLock(\.isStopping) }

  /// Answers one call within a time; where no caller can be told later, none is told `pending`.
  package func answer(
    _ event: CallEvent, within budget: Duration, mayBePending: Bool = true
  ) async -> Answer {
    let start = world.instant()
    let action = event.actionName.flatMap { actions[$0] }
    let call = ActionCall(
      actionName: event.actionName ?? "", requestID: event.requestID ?? newID(), data: event.data,
      deadline: start + budget)
    metrics.begin()
    let answer: Answer
    if let action {
      answer = await admitted(call, action, start, mayBePending)
    } else {
      answer = Answer(reply: unknown(event.actionName), retryAfter: nil, isKnown: false)
    }
    let time = start.duration(to: world.instant())
    // A name nobody serves is no label, or callers could make as many series as they like.
    let name = action?.handler.name ?? "unknown"
    metrics.end(name, answer.reply.outcome, after: time)
    log(
      CallRecord(
        action: name, requestID: call.requestID, outcome: answer.reply.outcome, duration: time,
        detail: answer.reply.detail))
    return answer
  }

  private func unknown(_ name: String?) -> ActionReply {
    guard let name else {
      return .failure("Invalid input: 'actionName' key missing from event.", .input)
    }
    return .failure("Not found: there is no action \"\(name)\".", .notFound)
  }

  private func admitted(
    _ call: ActionCall, _ action: ServedAction, _ start: ContinuousClock.Instant,
    _ mayBePending: Bool
  ) async -> Answer {
    let reply: ActionReply
    do throws(ActionRefusal) {
      if let asynchronous = action.asynchronous, mayBePending {
        reply = try await answerLater(call, action, asynchronous, start)
      } else {
        if let refusal = state.withLock({ $0.enter(action.handler.name, at: start) }) {
          throw refusal
        }
        reply = await run(action.handler, call)
        leave(action.handler.name)
      }
    } catch {
      return Answer(
        reply: error.reply, retryAfter: error.retryAfter, isKnown: true, style: action.style)
    }
    return Answer(reply: reply, retryAfter: nil, isKnown: true, style: action.style)
  }

  static let stopping = ActionRefusal(
    .busy, "Too busy: the server is stopping.", retryAfter: .seconds(1))

  func leave(_ name: String) {
    state.withLock { $0.admissions[name]?.leave() }
  }

  /// Runs a handler until it replies or its time is up; then it is cancelled and nobody waits for it.
  func run(_ handler: any ActionHandling, _ call: ActionCall) async -> ActionReply {
    let settlement = Settlement()
    let task = Task { _ = settlement.settle(await handler.answer(call)) }
    let ticket = alarms.set(for: call.deadline) {
      if settlement.settle(.failure(UpstreamFailure.timeoutText, .timeout)) { task.cancel() }
    }
    let reply = await withTaskCancellationHandler {
      await settlement.wait()
    } onCancel: {
      if settlement.settle(Self.stopping.reply) { task.cancel() }
    }
    alarms.callOff(ticket)
    return reply
  }

  private func newID() -> String {
    let digits = String(UInt64(world.random() * 0x1p53), radix: 16)
    return "gcsync-" + String(repeating: "0", count: 14 - digits.utf8.count) + digits
  }
}
