internal import Glibc

/// Runs a command line to its end and takes what it writes.
package enum ShellCommand {
  package struct Failure: Error {
    /// What the command did, to stand behind a word that names it.
    package let message: String
  }

  /// Returns the standard output of a command, or why there is none.
  package static func output(
    of command: String, in folder: String, seconds: Int, limit: Int
  ) throws(Failure) -> [UInt8] {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { throw Failure(message: "has no pipe") }
    defer { close(ends[0]) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    let process = spawn(command, folder, output: ends[1])
    close(ends[1])
    guard let process else { throw Failure(message: "could not be started") }
    let end = ContinuousClock.now + .seconds(seconds)
    let bytes = read(ends[0], until: end, limit: limit)
    let status = status(of: process, until: bytes == nil ? .now : end)
    guard let bytes, let status else {
      throw Failure(message: "wrote too much, or took longer than \(seconds) s")
    }
    let code = (status >> 8) & 0xff
    guard status & 0x7f == 0, code == 0 else {
      throw Failure(message: "ended with status \(code)")
    }
    return bytes
  }

  /// Starts a shell in a process group of its own, so that all it starts can be ended with it.
  private static func spawn(_ command: String, _ folder: String, output: Int32) -> pid_t? {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
    let words = ["sh", "-c", "cd -- \"$1\" && eval \"$2\"", "sh", folder, command]
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
    arguments.append(nil)
    defer { for argument in arguments { free(argument) } }
    var process: pid_t = 0
    let code = posix_spawn(&process, "/bin/sh", &actions, &attributes, &arguments, environ)
    return code == 0 ? process : nil
  }

  /// Waits for a process to end, and ends it and all it started where it takes too long.
  private static func status(
    of process: pid_t, until end: ContinuousClock.Instant
  ) -> Int32? {
    var status: Int32 = 0
    while waitpid(process, &status, WNOHANG) == 0 {
      guard ContinuousClock.now < end else {
        kill(-process, SIGKILL)
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        return nil
      }
      poll(nil, 0, 10)
    }
    return status
  }

  private static func read(
    _ descriptor: Int32, until end: ContinuousClock.Instant, limit: Int
  ) -> [UInt8]? {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 4096)
    while true {
      let left = ContinuousClock.now.duration(to: end)
      guard left > .zero else { return nil }
      var event = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      guard poll(&event, 1, Int32(left.components.seconds * 1000 + 1)) > 0 else { continue }
      let count = Glibc.read(descriptor, &chunk, chunk.count)
      if count < 0, errno == EINTR { continue }
      if count == 0 { return bytes }
      guard count > 0, bytes.count + count <= limit else { return nil }
      bytes += chunk[..<count]
    }
  }
}
