/// Takes the body of a successful answer piece by piece, so that a large one is never held whole.
///
/// A transport that knows no sinks hands the body over in its answer, so that who asks has to cope
/// with either.
package struct BodySink: Sendable {
  /// Begins a body; called again where an attempt broke off and another one starts over.
  package let begin: @Sendable () -> Void
  /// Takes the next piece; returns whether more may come.
  package let take: @Sendable (UnsafeRawBufferPointer) -> Bool

  package init(
    begin: @escaping @Sendable () -> Void,
    take: @escaping @Sendable (UnsafeRawBufferPointer) -> Bool
  ) {
    self.begin = begin
    self.take = take
  }
}
