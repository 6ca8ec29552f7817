import Foundation
import TestSupport
import Testing

/// Python with cronsim and croniter.
enum CronPeer {
  private static let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private static var python: String? {
    if let python = ProcessInfo.processInfo.environment["GCSYNC_PYTHON"] { return python }
    let local = tests.deletingLastPathComponent().appendingPathComponent(".venv/bin/python3").path
    return FileManager.default.isExecutableFile(atPath: local) ? local : nil
  }

  /// Returns an answer to each question, or nil where there is no Python and none is required.
  static func ask(_ questions: [Data]) async throws -> [Data]? {
    guard let python else {
      let isRequired = ProcessInfo.processInfo.environment["GCSYNC_PEERS"] == "required"
      print("peer cron: not run, neither GCSYNC_PYTHON nor .venv names a Python")
      #expect(!isRequired, "GCSYNC_PYTHON must name a Python with cronsim and croniter")
      return nil
    }
    let input = NSTemporaryDirectory() + "gcsync-cron-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: input) }
    try Data(questions.joined(separator: Data("\n".utf8))).write(to: URL(fileURLWithPath: input))
    let script = tests.appendingPathComponent("Peers/cron_times.py").path
    let output = try #require(
      await ProgramOutput.of(python, ["-B", script], input: input), "\(python) can be run")
    return output.split(separator: UInt8(ascii: "\n")).map { Data($0) }
  }
}
