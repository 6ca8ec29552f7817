import Rendering
import Testing
import World

/// Events as lines of a log.
@Suite struct EventTests {
  private func text(_ error: String) -> String {
    EventRendering.text(.pipelineFailed(error: error), at: Samples.now)
  }

  @Test(
    arguments: [
      ("plain", "error=plain"), ("two words", "error=\"two words\""), ("", "error=\"\""),
      ("a\nb\r\nc", "error=\"a\\nb\\r\\nc\""), ("say \"no\" \\ ", "error=\"say \\\"no\\\" \\\\ \""),
      ("a=b", "error=\"a=b\""), ("\u{202E}\u{1B}", "error=\"\\u{202E}\\u{1B}\""),
    ]) func `an event is one line, its values quoted where they must be`(
      error: String, expected: String
    )
  {
    #expect(text(error).hasSuffix(" \(expected)"), "\(text(error))")
    #expect(!text(error).contains("\n"))
  }

  @Test(arguments: ["x", "long words ", "名", "\n", "\u{202E}", "👨‍👩‍👧", "e\u{301}\u{302}\u{303}"])
  func `a long value is cut in text and whole in JSON`(unit: String) {
    let long = String(repeating: unit, count: 5000)
    #expect(text(long).count < 300)
    #expect(text(long).contains("…"))
    let json = EventRendering.json(.pipelineFailed(error: long), at: Samples.now)
    #expect(json.utf8.count > 5000 && !json.contains("\n"))
  }
}
