/// How long a service that answers before it is done is given to show what it accepted.
package struct Settling: Sendable {
  private var waits: [Duration]
  private var waited = Duration.zero

  package init(
    waits: [Duration] = [.milliseconds(250), .milliseconds(500), .seconds(1)]
      + Array(repeating: .seconds(2), count: 6)
  ) {
    self.waits = waits.reversed()
  }

  /// The longest time between two looks at a service that is known to be slow.
  private static let pause = Duration.seconds(5)

  /// Returns how long to wait before looking again, or nil once patience is over; what is known to
  /// take longer than others is waited for until its limit.
  package mutating func next(within limit: Duration = .zero) -> Duration? {
    let further = waited < limit ? min(Self.pause, limit - waited) : nil
    guard let wait = waits.popLast() ?? further else { return nil }
    waited += wait
    return wait
  }
}
