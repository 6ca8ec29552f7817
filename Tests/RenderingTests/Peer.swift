import Foundation
import JSON
import TestSupport
import Testing

/// What others wrote, in Python, to judge what is rendered; each script in a process of its own.
enum Peer {
  static let python = ProcessInfo.processInfo.environment["GCSYNC_PYTHON"] ?? ".venv/bin/python3"
  static let isThere =
    FileManager.default.isExecutableFile(atPath: python)
    || ProcessInfo.processInfo.environment["GCSYNC_PEERS"] == "required"

  /// Returns what a script of Tests/Peers says of each document.
  static func answers(_ script: String, to documents: [JSON]) async throws -> [JSON] {
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Peers/\(script)").path
    let input = FileManager.default.temporaryDirectory
      .appendingPathComponent("gcsync-\(UUID().uuidString).json")
    try Data(JSON.array(documents).bytes).write(to: input)
    defer { try? FileManager.default.removeItem(at: input) }
    let output = try #require(
      await ProgramOutput.of(python, ["-B", path], input: input.path), "\(python) can be run")
    let answer = try? JSON.parse(output)
    return try #require(answer?.array, "\(String(decoding: output, as: UTF8.self))")
  }
}
