/// A colour without transparency.
package struct Colour: Sendable, Hashable {
  package let red: UInt8
  package let green: UInt8
  package let blue: UInt8

  /// Makes a colour of 0xRRGGBB.
  package init(_ value: UInt32) {
    red = UInt8(truncatingIfNeeded: value >> 16)
    green = UInt8(truncatingIfNeeded: value >> 8)
    blue = UInt8(truncatingIfNeeded: value)
  }

  /// Reads `#RRGGBB`.
  package init?(_ text: String) {
    guard text.utf8.count == 7, text.utf8.first == UInt8(ascii: "#"),
      text.utf8.dropFirst().allSatisfy({ isxdigit($0) }),
      let value = UInt32(text.dropFirst(), radix: 16)
    else { return nil }
    self.init(value)
  }

  /// Returns the colour mixed with white; 0 is white.
  package func tint(_ strength: Double) -> Colour {
    func mix(_ part: UInt8) -> UInt32 { UInt32(255 - (255 - Double(part)) * strength) }
    return Colour(mix(red) << 16 | mix(green) << 8 | mix(blue))
  }
}

private func isxdigit(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
    UInt8(ascii: "A")...UInt8(ascii: "F"):
    true
  default: false
  }
}

/// The colours of a report.
package struct Palette: Sendable, Hashable {
  /// The title's rule, headings and the first series of a chart.
  package var accent: Colour
  package var text: Colour
  /// Subtitles, labels, footers.
  package var muted: Colour
  package var rule: Colour
  /// The background of every other row; nil leaves them white.
  package var zebra: Colour?
  package var good: Colour
  package var warning: Colour
  package var bad: Colour

  package init(
    accent: Colour = Colour(0x1F5F8B), text: Colour = Colour(0x1E2933),
    muted: Colour = Colour(0x66727F), rule: Colour = Colour(0xD5DBE1),
    zebra: Colour? = Colour(0xF6F8FA), good: Colour = Colour(0x2E7D4F),
    warning: Colour = Colour(0xB26A00), bad: Colour = Colour(0xB3261E)
  ) {
    self.accent = accent
    self.text = text
    self.muted = muted
    self.rule = rule
    self.zebra = zebra
    self.good = good
    self.warning = warning
    self.bad = bad
  }
}
