/// How long a service that answers before it is done is given to show what it accepted.
package struct Settling: Sendable {
  private var waits: [Duration]

  package init(
    waits: [Duration] = [.milliseconds(250), .milliseconds(500), .seconds(1)]
      + Array(repeating: .seconds(2), count: 6)
  ) {
    self.waits = waits.reversed()
  }

  /// Returns how long to wait before looking again, or nil once patience is over.
  package mutating func next() -> Duration? { waits.popLast() }
}
