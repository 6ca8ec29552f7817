internal import Glibc
internal import Reconciler

extension Signals {
  /// Watches standard input on a thread of its own, since reading it blocks.
  static func interruptAtEndOfInput(_ interruption: Interruption) {
    var thread = pthread_t()
    pthread_create(
      &thread, nil,
      { context in
        var byte: UInt8 = 0
        while read(STDIN_FILENO, &byte, 1) > 0 {}
        guard let context else { return nil }
        Unmanaged<Interruption>.fromOpaque(context).takeRetainedValue().request()
        return nil
      }, Unmanaged.passRetained(interruption).toOpaque())
    pthread_detach(thread)
  }
}
