internal import HTTP
internal import JSON
internal import Server
internal import Synchronization
internal import Telemetry
internal import World

/// How a watch is, for whoever asks its server.
final class WatchHealth: Sendable {
  private struct State {
    var success: (instant: ContinuousClock.Instant, at: Timestamp)?
    var looks = 0
    var failure: String?
  }

  private let state = Mutex(State())
  private let interval: Duration
  private let world: World
  private let recorder: RunRecorder

  init(interval: Duration, recorder: RunRecorder, world: World) {
    (self.interval, self.recorder, self.world) = (interval, recorder, world)
  }

  /// How many looks there were.
  var looks: Int { state.withLock { $0.looks } }

  /// Notes how a look ended: nil for well.
  func note(failure: String?) {
    let success = failure == nil ? (world.instant(), world.serverTime()) : nil
    state.withLock { state in
      state.looks += 1
      state.failure = failure
      if let success { state.success = success }
    }
  }

  /// Answers `/healthz` and `/metrics`; nothing else is there, and nothing can be changed.
  func answer(_ request: ServerRequest) -> ServerResponse {
    guard ["GET", "HEAD"].contains(request.method) else {
      return ServerResponse(status: 405, headers: ["Allow": "GET, HEAD"])
    }
    switch request.path {
    case "/healthz": return health
    case "/metrics":
      let figures = recorder.figures
      return ServerResponse(
        status: 200, headers: ["Content-Type": PrometheusText.contentType],
        body: Array(
          figures.families(version: GCSync.version).prometheusText(figures.labels).utf8))
    default: return ServerResponse(status: 404)
    }
  }

  /// Well while the last look that succeeded is no older than two intervals.
  private var health: ServerResponse {
    let now = world.instant()
    let state = state.withLock { $0 }
    let isWell = state.success.map { $0.instant.duration(to: now) <= interval * 2 } ?? false
    return ServerResponse(
      status: isWell ? 200 : 503, headers: ["Content-Type": "application/json"],
      body: document(state, isWell: isWell).bytes)
  }

  private func document(_ state: State, isWell: Bool) -> JSON {
    [
      "status": .string(isWell ? "ok" : state.looks == 0 ? "starting" : "failing"),
      "looks": .number(JSONNumber(state.looks)),
      "lastSuccess": state.success.map { .string($0.at.rfc3339) } ?? .null,
      "failure": state.failure.map(JSON.string) ?? .null,
    ]
  }
}
