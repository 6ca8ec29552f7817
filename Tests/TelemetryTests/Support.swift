import Foundation
import JSON
import Telemetry
import TestSupport
import Testing
import World

/// A run whose clock is moved by hand and that has seen some requests.
final class SampleRun: Sendable {
  let clock = VirtualWorld(start: Timestamp(seconds: 1_800_000_000))
  let recorder: RunRecorder

  init(environment: String? = "prod") {
    recorder = RunRecorder(command: "drift", environment: environment, now: clock.world.now)
  }

  func request(
    _ path: String, status: Int? = 200, attempt: Int = 1, after duration: Duration = .seconds(1),
    failure: String? = nil
  ) {
    clock.advance(by: duration)
    recorder.take(
      .request(
        method: "GET", path: path, status: status, attempt: attempt, latency: .milliseconds(250),
        correlation: "c", failure: failure))
  }
}

/// Reads a document with a parser that nobody here wrote; nil where there is none.
func readByPeer(_ what: String, _ text: String) async throws -> [JSON]? {
  guard let python = ProcessInfo.processInfo.environment["GCSYNC_PYTHON"] else {
    print("peer \(what): not run, GCSYNC_PYTHON names no Python")
    #expect(!Moto.isRequired, "GCSYNC_PYTHON must name a Python with the peers")
    return nil
  }
  let path = NSTemporaryDirectory() + "gcsync-telemetry-\(UUID().uuidString)"
  defer { try? FileManager.default.removeItem(atPath: path) }
  try Files.write(Array(text.utf8), to: path)
  let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Peers/telemetry.py").path
  let output = try #require(await ProgramOutput.of(python, ["-B", script, what, path]))
  return try output.split(separator: 10).map { line in
    try #require(
      try? JSON.parse(Array(line)), "\(String(decoding: output, as: UTF8.self))")
  }
}
