/// The events of looking for drift, of telling people of it and of what is measured.
extension Event {
  /// The org was compared with the manifests.
  package static func driftLooked(
    environment: String, state: String, differences: Int, isPartial: Bool, fingerprint: String?,
    duration: Duration
  ) -> Event {
    Event(
      "drift_looked", .info,
      [
        "environment": .string(environment), "state": .string(state),
        "differences": .integer(differences), "partial": .boolean(isPartial),
        "fingerprint": fingerprint.map(Value.string),
        "duration_ms": .number(duration.milliseconds),
      ])
  }

  /// A look came to nothing, and is made again after a while.
  package static func lookFailed(
    environment: String, reason: String, failures: Int, wait: Duration?
  ) -> Event {
    Event(
      "drift_look_failed", .error,
      [
        "environment": .string(environment), "reason": .string(reason),
        "failures": .integer(failures), "wait_ms": wait.map { .number($0.milliseconds) },
      ])
  }

  package static func notificationSent(notification: String, type: String, news: String) -> Event {
    Event(
      "notification_sent", .info,
      ["notification": .string(notification), "type": .string(type), "news": .string(news)])
  }

  /// Somebody could not be told, and is told the next time.
  package static func notificationFailed(
    notification: String, type: String, news: String, reason: String
  ) -> Event {
    Event(
      "notification_failed", .error,
      [
        "notification": .string(notification), "type": .string(type), "news": .string(news),
        "reason": .string(reason),
      ])
  }

  package static func watchStarted(environment: String, interval: Duration) -> Event {
    Event(
      "watch_started", .info,
      [
        "environment": .string(environment),
        "interval_seconds": .number(interval.milliseconds / 1000),
      ])
  }

  package static func watchStopped(environment: String, looks: Int, reason: String) -> Event {
    Event(
      "watch_stopped", .info,
      [
        "environment": .string(environment), "looks": .integer(looks), "reason": .string(reason),
      ])
  }

  /// A part of a command is over.
  package static func phaseEnded(phase: String, duration: Duration) -> Event {
    Event(
      "phase_ended", .debug,
      ["phase": .string(phase), "duration_ms": .number(duration.milliseconds)])
  }

  /// Metrics or traces could not be written or sent.
  package static func telemetryFailed(what: String, reason: String) -> Event {
    Event("telemetry_failed", .warning, ["what": .string(what), "reason": .string(reason)])
  }
}
