import Glibc

/// A program that was started without a terminal, to be ended or waited for by its id.
struct ChildProcess {
  private let pid: pid_t

  init(_ program: String, _ arguments: [String]) throws {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for descriptor: CInt in 0...2 {
      posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_RDWR, 0)
    }
    let words = ([program] + arguments).map { strdup($0) }
    defer { for word in words { free(word) } }
    var pid: pid_t = 0
    let code = posix_spawn(&pid, program, &actions, nil, words + [nil], environ)
    guard code == 0 else { throw SystemError(code: code) }
    self.pid = pid
  }

  /// Waits for the end, and returns whether the program succeeded.
  func succeeds() -> Bool { wait(options: 0) == 0 }

  /// Whether it runs; once it does not, nothing else may be asked.
  var isRunning: Bool { wait(options: WNOHANG) == nil }

  func end() {
    kill(pid, SIGKILL)
    _ = wait(options: 0)
  }

  private func wait(options: CInt) -> CInt? {
    var status: CInt = 0
    return waitpid(pid, &status, options) == pid ? status : nil
  }
}

struct SystemError: Error { let code: CInt }
