import Rendering
import Testing

/// The colours that the style sheet names, on what they stand on.
@Suite struct PageColourTests {
  private static let style = Samples.report([]).page

  /// What is written on each background.
  private static let inks: [String: [String]] = [
    "paper": [
      "text", "quiet", "link", "create", "update", "replace", "delete", "adopt", "alarm",
    ],
    "panel": ["text", "quiet", "link", "create", "update", "replace", "delete", "adopt", "alarm"],
    "raised": ["text", "quiet", "link", "create", "update", "replace", "delete", "adopt"],
    "alarm-paper": ["text", "quiet", "link", "alarm"],
    "new-paper": ["text", "create", "quiet", "alarm", "link"],
    "old-paper": ["text", "delete", "quiet", "alarm", "link"],
    "new-mark": ["text"], "old-mark": ["text"], "found": ["text"],
  ]

  /// Returns the colours of a light screen, of a dark one or of paper.
  private func colours(_ screen: String) throws -> [String: [Double]] {
    func blocks(_ text: Substring) -> [String: [Double]] {
      let end = text.firstRange(of: "}")?.lowerBound ?? text.endIndex
      let found = text[..<end].matches(of: /--([a-z-]+): #([0-9a-f]{6})/).map { match in
        let value = Int(match.2, radix: 16) ?? 0
        let parts = [value >> 16, value >> 8 & 255, value & 255].map { Double($0) / 255 }
        return (String(match.1), parts)
      }
      return Dictionary(found, uniquingKeysWith: { $1 })
    }
    let light = try #require(Self.style.firstRange(of: ":root {")).upperBound
    let base = blocks(Self.style[light...])
    guard screen != "light" else { return base }
    let media = screen == "dark" ? "@media screen and (prefers-color-scheme: dark)" : "@media print"
    let start = try #require(Self.style.firstRange(of: media)).upperBound
    return base.merging(blocks(Self.style[start...])) { $1 }
  }

  private func luminance(_ colour: [Double]) -> Double {
    let linear = colour.map { value in
      value <= 0.04045 ? value / 12.92 : power((value + 0.055) / 1.055)
    }
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
  }

  /// Returns x to the power of 2.4: the fifth root of the twelfth power.
  private func power(_ value: Double) -> Double {
    var twelfth = 1.0
    for _ in 0..<12 { twelfth *= value }
    var root = max(value, 0.01)
    for _ in 0..<60 {
      let fourth = root * root * root * root
      root -= (fourth * root - twelfth) / (5 * fourth)
    }
    return root
  }

  @Test(arguments: ["light", "dark"]) func `every text can be read`(screen: String) throws {
    let colours = try colours(screen)
    #expect(colours.count >= 20)
    for (paper, inks) in Self.inks {
      for ink in inks {
        let pair = [try #require(colours[ink]), try #require(colours[paper])].map(luminance)
        let ratio = ((pair.max() ?? 0) + 0.05) / ((pair.min() ?? 0) + 0.05)
        #expect(ratio >= 4.5, "\(ink) on \(paper), \(screen): \(ratio)")
      }
    }
  }

  @Test func `a dark screen has a colour of its own for every name`() throws {
    let (light, dark) = (try colours("light"), try colours("dark"))
    #expect(Set(light.keys) == Set(dark.keys))
    #expect(light.allSatisfy { dark[$0.key] != $0.value })
  }
}
