/// What comes in from outside: time, chance, the environment and the log.
///
/// Commands build one from the machine; a test builds one from values. Nothing below the command
/// line reads a clock, sleeps, rolls dice or looks at the environment in any other way.
package struct World: Sendable {
  /// Civil time, for documents and signatures.
  package var now: @Sendable () -> Timestamp
  /// The time that servers go by, for signatures and dates in their answers, whatever `now` says.
  package var serverTime: @Sendable () -> Timestamp
  /// Time that only goes forward, for deadlines and waits.
  package var instant: @Sendable () -> ContinuousClock.Instant
  package var sleep: @Sendable (Duration) async throws -> Void
  /// A number in 0..<1.
  package var random: @Sendable () -> Double
  package var environment: @Sendable (String) -> String?
  package var log: EventLog

  package init(
    now: @escaping @Sendable () -> Timestamp,
    serverTime: (@Sendable () -> Timestamp)? = nil,
    instant: @escaping @Sendable () -> ContinuousClock.Instant,
    sleep: @escaping @Sendable (Duration) async throws -> Void,
    random: @escaping @Sendable () -> Double,
    environment: @escaping @Sendable (String) -> String?,
    log: EventLog
  ) {
    self.now = now
    self.serverTime = serverTime ?? now
    self.instant = instant
    self.sleep = sleep
    self.random = random
    self.environment = environment
    self.log = log
  }
}
