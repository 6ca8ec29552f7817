import Foundation
import JSON
import TestSupport
import Testing

/// Apache Velocity 1.7 with its tools, in a Java program that renders any number of templates.
enum VelocityPeer {
  struct Case {
    let template: String
    let context: JSONObject
  }

  /// What Velocity makes of a template: a text, or an exception.
  enum Answer: Equatable {
    case text(String)
    case failure(String)

    var isFailure: Bool {
      if case .failure = self { true } else { false }
    }
  }

  /// Whether a test must not pass without it.
  static var isRequired: Bool {
    ProcessInfo.processInfo.environment["GCSYNC_PEERS"] == "required"
  }

  private static let java = "/usr/bin/java"
  private static let jars = [
    "velocity", "velocity-tools", "commons-lang", "commons-collections3", "commons-beanutils",
    "commons-logging",
  ].map { "/usr/share/java/\($0).jar" }

  /// Renders all of them; nil where Java or Velocity is not installed.
  static func render(_ cases: [Case]) async throws -> [Answer]? {
    let needed = [java] + jars
    if let missing = needed.first(where: { !FileManager.default.fileExists(atPath: $0) }) {
      print("peer velocity: not run, there is no \(missing)")
      return nil
    }
    var bytes: [UInt8] = []
    for example in cases {
      write(.string(example.template), to: &bytes)
      write(.object(example.context), to: &bytes)
    }
    let input = FileManager.default.temporaryDirectory
      .appendingPathComponent("velocity-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: input) }
    try Data(bytes).write(to: input)
    let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Peers/VelocityPeer.java").path
    let output = try #require(
      await ProgramOutput.of(
        java,
        [
          "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", jars.joined(separator: ":"), source,
        ], input: input.path))
    return output.split(separator: UInt8(ascii: "\n")).map(answer)
  }

  private static func answer(_ line: [UInt8].SubSequence) -> Answer {
    let parts = line.split(separator: UInt8(ascii: " "), maxSplits: 1)
    let rest = String(decoding: parts.count > 1 ? parts[1] : [], as: UTF8.self)
    guard parts.first.map(Array.init) == Array("ok".utf8) else { return .failure(rest) }
    return .text(Data(base64Encoded: rest).map { String(decoding: $0, as: UTF8.self) } ?? "")
  }

  /// Writes a value in the notation that the Java program reads.
  private static func write(_ value: JSON, to bytes: inout [UInt8]) {
    switch value {
    case .null: bytes += "n".utf8
    case .bool(let flag): bytes += (flag ? "t" : "f").utf8
    case .string(let text): bytes += Array("s\(text.utf8.count):".utf8) + text.utf8
    case .number(let number):
      let kind = Int32(number.text) != nil ? "i" : Int64(number.text) != nil ? "g" : "d"
      bytes += "\(kind)\(number.text);".utf8
    case .array(let elements):
      bytes += "L\(elements.count):".utf8
      for element in elements { write(element, to: &bytes) }
    case .object(let object):
      bytes += "M\(object.count):".utf8
      for member in object {
        write(.string(member.key), to: &bytes)
        write(member.value, to: &bytes)
      }
    }
  }
}
