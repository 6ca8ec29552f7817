internal import HTTP
internal import Reconciler
internal import Telemetry
internal import World

extension Option {
  static let metrics = Option(
    "metrics", value: "FILE", "Write metrics of the run for Prometheus's textfile collector.")
}

/// Tells of a run whoever asked for it: a file of metrics, the collector that the environment names.
struct RunTelemetry: Sendable {
  let recorder: RunRecorder
  private let file: String?
  private let exporter: OTLPExporter?

  /// The commands that OpenTelemetry hears of: those that work on an org.
  private static let told: Set = [
    "plan", "apply", "drift", "watch", "export", "adopt", "undo", "destroy", "operation", "report",
    "doctor",
  ]

  private init(_ command: String, file: String? = nil, exporter: OTLPExporter? = nil) {
    recorder = RunRecorder(command: command, environment: nil, now: wallClock)
    (self.file, self.exporter) = (file, exporter)
  }

  /// A run that nobody is told of, counted for its own server alone.
  static func unsent(_ command: String) -> RunTelemetry { RunTelemetry(command) }

  /// Begins to count where somebody wants to know; nil where nobody does.
  init?(_ command: Command, _ arguments: Arguments, _ machine: Machine) {
    let settings =
      Self.told.contains(command.name) ? OTLPSettings { machine.environment[$0] } : nil
    let file = arguments.last("metrics")
    guard settings != nil || file != nil || command.name == "watch" else { return nil }
    let world = machine.world()
    self.init(
      command.name, file: file,
      exporter: settings.map { settings in
        OTLPExporter(
          settings, through: Connection.transport(world), version: GCSync.version,
          random: world.random)
      })
  }

  /// Returns a log that counts what goes into another one.
  func log(counting log: EventLog) -> EventLog {
    EventLog { event in
      recorder.take(event)
      log.emit(event)
    }
  }

  /// Notes what is planned for the objects of each kind.
  func note(_ proposal: Proposal) {
    var objects: [RunFigures.Group: Int] = [:]
    for operation in proposal.plan.operations {
      let group = RunFigures.Group(
        kind: operation.address.kind, state: operation.action.rawValue)
      objects[group, default: 0] += 1
    }
    for address in proposal.sources.keys where proposal.plan.operation(at: address) == nil {
      objects[RunFigures.Group(kind: address.kind, state: "unchanged"), default: 0] += 1
    }
    let counted = objects
    recorder.note { $0.objects = counted }
  }

  /// Notes who moved in the objects of each kind; where nobody did, that is told as well, unless the
  /// kind could not be read.
  func note(_ sight: DriftSight) {
    guard !sight.isBlind else { return }
    var drift: [RunFigures.Group: Int] = [:]
    let unread = Set(sight.proposal.unread.map { String($0.prefix { $0 != "#" }) })
    for address in sight.proposal.sources.keys where !unread.contains(address.kind) {
      for direction in Direction.allCases {
        drift[RunFigures.Group(kind: address.kind, state: direction.rawValue)] = 0
      }
    }
    for operation in sight.proposal.plan.operations {
      let direction = sight.view.direction(operation).rawValue
      drift[RunFigures.Group(kind: operation.address.kind, state: direction), default: 0] += 1
    }
    let counted = drift
    let hasMoved = sight.view.hasMoved(sight.proposal)
    recorder.note { ($0.drift, $0.hasMoved) = (counted, hasMoved) }
  }

  /// Writes and sends what was counted; what cannot be is a warning in the log.
  func flush(_ code: ExitCode, _ world: World) async {
    recorder.end(exitCode: Int(code.rawValue), isSuccess: [.done, .changes].contains(code))
    if let file { write(to: file, world) }
    for problem in await exporter?.send(recorder, at: wallClock()) ?? [] {
      world.log.emit(.telemetryFailed(what: "otlp", reason: problem))
    }
  }

  private func write(to path: String, _ world: World) {
    if let former = try? Files.read(path, limit: 4 << 20) {
      recorder.note { $0.takeLastSuccess(from: String(decoding: former, as: UTF8.self)) }
    }
    let figures = recorder.figures
    let text = figures.families(version: GCSync.version).prometheusText(figures.labels)
    do throws(FileError) {
      try Files.write(Array(text.utf8), to: path, durable: false)
    } catch {
      world.log.emit(.telemetryFailed(what: "metrics", reason: error.description))
    }
  }
}
