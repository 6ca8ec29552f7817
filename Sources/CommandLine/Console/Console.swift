/// Where a command writes: results to standard output, everything else to standard error.
package struct Console: Sendable {
  package let out: @Sendable (String) -> Void
  package let err: @Sendable (String) -> Void
  /// Whether a person sees standard output, standard error, and can answer on standard input.
  package let outIsTerminal: Bool
  package let errIsTerminal: Bool
  package let inIsTerminal: Bool
  package let width: Int
  package let readLine: @Sendable () -> String?
  /// Why standard output takes no more, if so.
  package let failure: StreamFailure

  package init(
    out: @escaping @Sendable (String) -> Void, err: @escaping @Sendable (String) -> Void,
    outIsTerminal: Bool = false, errIsTerminal: Bool = false, inIsTerminal: Bool = false,
    width: Int = 100, readLine: @escaping @Sendable () -> String? = { nil },
    failure: StreamFailure = StreamFailure()
  ) {
    self.out = out
    self.err = err
    self.outIsTerminal = outIsTerminal
    self.errIsTerminal = errIsTerminal
    self.inIsTerminal = inIsTerminal
    self.width = width
    self.readLine = readLine
    self.failure = failure
  }
}
