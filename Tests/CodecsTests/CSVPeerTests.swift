import Codecs
import Foundation
import JSON
import TestSupport
import Testing

/// Compares with the reader of CSV that comes with Python.
@Suite struct CSVPeerTests {
  @Test func `Python's csv module reads the same rows and refuses the same files`() async throws {
    guard let python = ProcessInfo.processInfo.environment["GCSYNC_PYTHON"] else {
      print("peer csv: not run, GCSYNC_PYTHON names no Python")
      #expect(!Moto.isRequired, "GCSYNC_PYTHON must name a Python")
      return
    }
    var generator = SeededGenerator(seed: 4180)
    let cases = (0..<3000).map { _ in
      (randomCSV(&generator, pieces: 25), Bool.random(using: &generator) ? "," : ";")
    }
    let answers = try await answers(to: cases, python)
    try #require(answers.count == cases.count)
    var refused = 0
    for ((text, delimiter), answer) in zip(cases, answers) {
      let format = CSVFormat(delimiter: delimiter.utf8.first, hasHeader: false, ragged: .pad)
      let rows = try? read(Array(text.utf8), format).get()
      let ours = rows.map { JSON.array($0.map { .array($0.map(JSON.string)) }) } ?? .null
      #expect(ours == answer, "\(JSON.string(text).text)")
      refused += ours.isNull ? 1 : 0
    }
    #expect(refused > 100 && refused < 2900)
    print("peer csv: \(cases.count) files, \(refused) of them refused")
  }

  private func answers(to cases: [(String, String)], _ python: String) async throws -> [JSON] {
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Peers/csv_rows.py").path
    let input = NSTemporaryDirectory() + "gcsync-csv-\(UUID().uuidString)"
    let lines = cases.map { text, delimiter in
      let value: JSON = ["text": .string(text), "delimiter": .string(delimiter)]
      return value.text
    }
    try Data(lines.joined(separator: "\n").utf8).write(to: URL(fileURLWithPath: input))
    defer { try? FileManager.default.removeItem(atPath: input) }
    let output = try #require(await ProgramOutput.of(python, ["-B", script], input: input))
    return try output.split(separator: 10).map { try JSON.parse(Array($0)) }
  }
}
