internal import CDrawing
internal import Glibc

/// A style of text, with the glyphs of what needs no shaping: Latin letters with their accents, digits, currency.
///
/// Such text is a glyph for each character and a correction for each pair of them, and these are asked for once.
final class PlainFont {
  let size: Double
  let isBold: Bool
  /// From one baseline to the next.
  let lineHeight: Double
  /// From the upper edge of a line to its baseline.
  let ascent: Double
  let base: DrawnFont
  /// What Pango calls the style.
  let description: OpaquePointer

  private unowned let setter: Typesetter
  private var glyphs = [Glyph](repeating: .unasked, count: PlainCharacters.count)
  /// Kerning in Pango's units for each pair, moved by `bias`; 0 was not asked for.
  private let pairs: UnsafeMutablePointer<Int32>
  private static let bias: Int32 = 1 << 20
  private static let shapedPair = Int32.min

  /// What is known of a character.
  private struct Glyph {
    var index: UInt32
    /// Its width in Pango's units.
    var advance: Int32

    static let unasked = Glyph(index: 0, advance: .min)
    static let shaped = Glyph(index: 0, advance: .min + 1)
  }

  init(
    size: Double, isBold: Bool, ascent: Double, descent: Double, base: DrawnFont,
    description: OpaquePointer, setter: Typesetter
  ) {
    self.size = size
    self.isBold = isBold
    lineHeight = max(ascent + descent, size * 1.36)
    self.ascent = ascent + (lineHeight - ascent - descent) / 2
    self.base = base
    self.description = description
    self.setter = setter
    let count = PlainCharacters.count * PlainCharacters.count
    // Zeroed memory that is not touched takes none.
    guard let memory = calloc(count, MemoryLayout<Int32>.stride) else {
      preconditionFailure("The machine has no memory left.")
    }
    pairs = memory.bindMemory(to: Int32.self, capacity: count)
  }

  deinit { free(pairs) }

  /// Returns how wide a text is in points, or nil where it must be shaped.
  func width(_ text: UnsafeBufferPointer<UInt8>) -> Double? {
    var total: Int32 = 0
    let isPlain = walk(text) { _, _, advance, kerning in total += advance + kerning }
    return isPlain ? Double(total) / Double(GCS_UNITS) : nil
  }

  /// Hands over each glyph of a plain text: its index, its bytes, its advance and how far it moves for the one before.
  ///
  /// Returns false at the first character that must be shaped.
  @inline(__always)
  func walk(
    _ text: UnsafeBufferPointer<UInt8>,
    _ body: (_ glyph: UInt32, _ bytes: Int, _ advance: Int32, _ kerning: Int32) -> Void
  ) -> Bool {
    var place = 0
    var previous = -1
    while place < text.count {
      let (character, bytes) = PlainCharacters.next(text, place)
      guard character >= 0 else { return false }
      var glyph = glyphs[character]
      if glyph.advance <= Glyph.shaped.advance {
        guard glyph.advance == Glyph.unasked.advance else { return false }
        glyph = ask(character)
        guard glyph.advance != Glyph.shaped.advance else { return false }
      }
      var kerning: Int32 = 0
      if previous >= 0 {
        kerning = pairs[previous * PlainCharacters.count + character]
        if kerning == 0 { kerning = ask(previous, character) }
        guard kerning != Self.shapedPair else { return false }
        kerning -= Self.bias
      }
      body(glyph.index, bytes, glyph.advance, kerning)
      previous = character
      place += bytes
    }
    return true
  }

  private func ask(_ character: Int) -> Glyph {
    let run = setter.glyphs(of: [PlainCharacters.scalar(character)], self)
    let isPlain = run?.count == 1 && run?[0].x_offset == 0 && run?[0].y_offset == 0
    let glyph =
      if isPlain, let run { Glyph(index: run[0].glyph, advance: run[0].width) } else {
        Glyph.shaped
      }
    glyphs[character] = glyph
    return glyph
  }

  private func ask(_ first: Int, _ second: Int) -> Int32 {
    let run = setter.glyphs(
      of: [PlainCharacters.scalar(first), PlainCharacters.scalar(second)], self)
    var kerning = Self.shapedPair
    if let run, run.count == 2, run[0].glyph == glyphs[first].index,
      run[1].glyph == glyphs[second].index, run.allSatisfy({ $0.x_offset == 0 && $0.y_offset == 0 })
    {
      kerning =
        run[0].width + run[1].width - glyphs[first].advance - glyphs[second].advance + Self.bias
    }
    pairs[first * PlainCharacters.count + second] = kerning
    return kerning
  }
}
