import Foundation
import Glibc

/// A program that was run to its end: Foundation's `Process` reads beyond a directory entry when it
/// starts one, which now and then ends the test run.
package enum ProgramOutput {
  /// Returns all that a program says, on either output, reading its input from a file.
  package static func of(
    _ program: String, _ arguments: [String], input: String = "/dev/null"
  ) async -> [UInt8]? {
    await withCheckedContinuation { continuation in
      Thread.detachNewThread {
        continuation.resume(returning: run(program, arguments, input))
      }
    }
  }

  private static func run(
    _ program: String, _ arguments: [String], _ input: String
  ) -> [UInt8]? {
    var ends: [CInt] = [-1, -1]
    // No other program that is started meanwhile may get hold of an end.
    let kind = CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { return nil }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, input, O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO)
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDERR_FILENO)
    let words = ([program] + arguments).map { strdup($0) }
    defer { for word in words { free(word) } }
    var process: pid_t = 0
    let code = posix_spawn(&process, program, &actions, nil, words + [nil], environ)
    close(ends[1])
    defer { close(ends[0]) }
    guard code == 0 else { return nil }
    let output = readAll(ends[0])
    waitpid(process, nil, 0)
    return output
  }

  private static func readAll(_ descriptor: CInt) -> [UInt8] {
    var output: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65536)
    while case let count = read(descriptor, &chunk, chunk.count), count > 0 {
      output += chunk[..<count]
    }
    return output
  }
}
