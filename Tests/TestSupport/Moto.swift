import Foundation
import Glibc

/// An AWS that nobody here wrote: moto, on a free port of 127.0.0.1 for as long as this is kept.
///
/// It ends with its standard input, and so with the test run too, however that ends.
package final class Moto: Sendable {
  package let url: String
  private let child: Child

  /// Whether a test must not pass without it.
  package static var isRequired: Bool {
    ProcessInfo.processInfo.environment["GCSYNC_PEERS"] == "required"
  }

  /// Starts the server and waits until it serves; nil where no Python has it.
  package static func start() async -> Moto? {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent()
    let own = tests.deletingLastPathComponent().appendingPathComponent(".venv/bin/python3").path
    let python = ProcessInfo.processInfo.environment["GCSYNC_PYTHON"] ?? own
    guard
      let child = Child(
        python, [python, tests.appendingPathComponent("Peers/moto_server.py").path])
    else {
      print("peer moto: not run, neither GCSYNC_PYTHON nor .venv names a Python")
      return nil
    }
    let line = await child.firstLine()
    guard let port = line.split(separator: " ").last.flatMap({ UInt16($0) }) else {
      child.end()
      print("peer moto: not run, \(python) has no moto")
      return nil
    }
    return Moto(child, port: port)
  }

  private init(_ child: Child, port: UInt16) {
    url = "http://127.0.0.1:\(port)"
    self.child = child
  }

  deinit {
    child.end()
  }

  /// Makes a bucket, which moto encrypts only where it is told to.
  package func makeBucket(_ name: String, encryption: String? = nil) async -> Bool {
    let client = LoopbackClient(url: url)
    guard await client.send("PUT", "/\(name)")?.status == 200 else { return false }
    guard let encryption else { return true }
    let body = """
      <ServerSideEncryptionConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Rule>\
      <ApplyServerSideEncryptionByDefault><SSEAlgorithm>\(encryption)</SSEAlgorithm>\
      </ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>
      """
    let answer = await client.send("PUT", "/\(name)?encryption", body: Array(body.utf8))
    return answer?.status == 200
  }
}

/// A program whose standard input and output are one socket.
package struct Child: Sendable {
  let process: pid_t
  /// Our end; the program reads to its end once this is closed.
  let socket: CInt

  package init?(_ program: String, _ words: [String]) {
    var ends: [CInt] = [-1, -1]
    // No other program that is started meanwhile may get hold of an end.
    let kind = CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { return nil }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDIN_FILENO)
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO)
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
    let arguments = words.map { strdup($0) }
    defer { for argument in arguments { free(argument) } }
    var process: pid_t = 0
    let code = posix_spawn(&process, program, &actions, nil, arguments + [nil], environ)
    close(ends[1])
    guard code == 0 else {
      close(ends[0])
      return nil
    }
    (self.process, socket) = (process, ends[0])
  }

  /// Reads what it says first, up to the line's end or its own.
  package func firstLine() async -> String {
    await withCheckedContinuation { continuation in
      Thread.detachNewThread { [socket] in
        var line: [UInt8] = []
        var byte: UInt8 = 0
        while read(socket, &byte, 1) == 1, byte != UInt8(ascii: "\n") { line.append(byte) }
        continuation.resume(returning: String(decoding: line, as: UTF8.self))
      }
    }
  }

  package func end() {
    close(socket)
    kill(process, SIGKILL)
    waitpid(process, nil, 0)
  }
  /// Ends its input and waits until it has put everything away.
  package func finish() {
    close(socket)
    waitpid(process, nil, 0)
  }
}
