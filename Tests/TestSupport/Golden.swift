internal import Foundation

/// Compares what a person reads with the files of `Tests/RenderingTests/Golden`.
///
/// `GCSYNC_UPDATE_GOLDEN=1` rewrites the files instead; the change then shows in the next commit.
package enum Golden {
  /// A text that is not the one in its file.
  package struct Mismatch: Error, CustomStringConvertible {
    package let description: String
  }

  /// Throws a mismatch that names the first line that differs, with both sides.
  package static func check(_ text: String, _ name: String) throws {
    let file = folder.appendingPathComponent(name)
    if ProcessInfo.processInfo.environment["GCSYNC_UPDATE_GOLDEN"] == "1" {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
      return
    }
    guard let data = try? Data(contentsOf: file) else {
      throw Mismatch(description: "Golden/\(name) is not there; GCSYNC_UPDATE_GOLDEN=1 writes it")
    }
    let expected = String(decoding: data, as: UTF8.self)
    guard Array(expected.utf8) != Array(text.utf8) else { return }
    throw Mismatch(description: difference(from: expected, to: text, name))
  }

  /// Returns where two texts part: two lines before, then one side and the other.
  package static func difference(from old: String, to new: String, _ name: String) -> String {
    let (old, new) = (lines(of: old), lines(of: new))
    let same = zip(old, new).prefix { Array($0.utf8) == Array($1.utf8) }.count
    let before = old[max(0, same - 2)..<same].map { "  \($0)" }
    func side(_ sign: String, _ lines: [Substring]) -> [String] {
      lines[same...].prefix(3).map { "\(sign) \($0)" }
    }
    let head = ["--- Golden/\(name)", "+++ the text now", "@@ line \(same + 1) @@"]
    return (head + before + side("-", old) + side("+", new)).joined(separator: "\n")
  }

  private static func lines(of text: String) -> [Substring] {
    text.split(separator: "\n", omittingEmptySubsequences: false)
  }

  private static var folder: URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("RenderingTests/Golden")
  }
}
