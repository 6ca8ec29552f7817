internal import Glibc

extension Console {
  /// The console of this process.
  package static func process() -> Console {
    let failure = StreamFailure()
    return Console(
      out: { write($0, to: STDOUT_FILENO, failure) }, err: { write($0, to: STDERR_FILENO, nil) },
      outIsTerminal: isatty(STDOUT_FILENO) == 1, errIsTerminal: isatty(STDERR_FILENO) == 1,
      inIsTerminal: isatty(STDIN_FILENO) == 1, width: terminalWidth(),
      readLine: { Swift.readLine() }, failure: failure)
  }

  /// Writes all of a text, or notes why the stream takes no more of it and writes nothing to it again.
  private static func write(_ text: String, to descriptor: Int32, _ failure: StreamFailure?) {
    guard failure?.isClosed != true else { return }
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      if count < 0, errno == EAGAIN {
        waitUntilWritable(descriptor)
        continue
      }
      guard count > 0 else {
        failure?.note(errno)
        return
      }
      rest = rest.dropFirst(count)
    }
  }

  /// Waits for a stream that somebody has set not to block; `poll`.
  private static func waitUntilWritable(_ descriptor: Int32) {
    var wanted = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    _ = poll(&wanted, 1, 1000)
  }

  private static func terminalWidth() -> Int {
    var size = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 100 }
    return Int(size.ws_col)
  }
}
