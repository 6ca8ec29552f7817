internal import CDrawing

/// Sets text in the fonts of a theme.
///
/// It serves one report at a time, on one thread.
final class Typesetter {
  let library: DrawingLibrary
  let families: [String]
  let missingGlyphs: MissingGlyphs
  /// What text is being set, for messages.
  var subject = ""
  private(set) var problems = GlyphProblems()

  private let map: OpaquePointer
  private let context: OpaquePointer
  private let layout: OpaquePointer
  private var fonts: [StyleKey: PlainFont] = [:]
  private var drawn: [OpaquePointer: DrawnFont] = [:]
  private var remembered: [BlockKey: TextBlock] = [:]

  private static let rememberedBlocks = 4096
  private static let rememberedBytes = 96

  private struct StyleKey: Hashable {
    let size: Double
    let isBold: Bool
  }

  private struct BlockKey: Hashable {
    let text: String
    let font: ObjectIdentifier
  }

  private var functions: gcs_drawing { _read { yield library.functions.pointee } }

  init(
    _ library: DrawingLibrary, families: [String], files: [String], missingGlyphs: MissingGlyphs
  ) throws(ReportError) {
    let functions = library.functions
    for file in files where functions.pointee.FcConfigAppFontAddFile(nil, file) == 0 {
      throw ReportError("font-unreadable", "the font file \(file) could not be read")
    }
    guard let map = functions.pointee.pango_cairo_font_map_new(),
      let context = functions.pointee.pango_font_map_create_context(map),
      let layout = functions.pointee.pango_layout_new(context)
    else { preconditionFailure("Pango makes these or ends the program.") }
    functions.pointee.pango_cairo_font_map_set_resolution(map, 72)
    let options = functions.pointee.cairo_font_options_create()
    functions.pointee.cairo_font_options_set_hint_style(options, 1)
    functions.pointee.cairo_font_options_set_hint_metrics(options, 1)
    functions.pointee.cairo_font_options_set_antialias(options, 2)
    functions.pointee.pango_cairo_context_set_font_options(context, options)
    functions.pointee.cairo_font_options_destroy(options)
    functions.pointee.pango_context_set_round_glyph_positions(context, 0)
    functions.pointee.pango_context_set_language(
      context, functions.pointee.pango_language_from_string("en"))
    // Letters that melt into one another, or digits of different widths, do not help in a table.
    let attributes = functions.pointee.pango_attr_list_new()
    functions.pointee.pango_attr_list_insert(
      attributes, functions.pointee.pango_attr_font_features_new("liga=0, clig=0, tnum=1"))
    functions.pointee.pango_layout_set_attributes(layout, attributes)
    functions.pointee.pango_attr_list_unref(attributes)
    functions.pointee.pango_layout_set_wrap(layout, 2)
    self.library = library
    self.families = families
    self.missingGlyphs = missingGlyphs
    (self.map, self.context, self.layout) = (map, context, layout)
  }

  deinit {
    for font in fonts.values { functions.pango_font_description_free(font.description) }
    fonts = [:]
    drawn = [:]
    functions.g_object_unref(UnsafeMutableRawPointer(layout))
    functions.g_object_unref(UnsafeMutableRawPointer(context))
    functions.g_object_unref(UnsafeMutableRawPointer(map))
  }

  /// Returns the font of a size in points; fails where none of the theme's families is there.
  func font(_ size: Double, isBold: Bool = false) throws(ReportError) -> PlainFont {
    let key = StyleKey(size: size, isBold: isBold)
    if let font = fonts[key] { return font }
    guard let description = functions.pango_font_description_new() else {
      preconditionFailure("Pango makes one or ends the program.")
    }
    functions.pango_font_description_set_family(description, families.joined(separator: ","))
    functions.pango_font_description_set_weight(description, isBold ? 700 : 400)
    functions.pango_font_description_set_absolute_size(
      description, size * Double(GCS_UNITS))
    let metrics = functions.pango_context_get_metrics(context, description, nil)
    defer { functions.pango_font_metrics_unref(metrics) }
    functions.pango_layout_set_font_description(layout, description)
    let base = firstFont(of: "x")
    guard let base, contains(base.family) else {
      functions.pango_font_description_free(description)
      throw ReportError(
        "font-missing",
        "none of the fonts \(families.joined(separator: ", ")) is installed",
        hint: "install the Debian package fonts-noto-core or fonts-dejavu-core, or name font files")
    }
    let font = PlainFont(
      size: size, isBold: isBold,
      ascent: Double(functions.pango_font_metrics_get_ascent(metrics)) / Double(GCS_UNITS),
      descent: Double(functions.pango_font_metrics_get_descent(metrics))
        / Double(GCS_UNITS),
      base: base, description: description, setter: self)
    fonts[key] = font
    return font
  }

  /// Whether the theme names a family.
  func contains(_ family: String) -> Bool {
    families.contains { $0.lowercased() == family.lowercased() }
  }

  /// Returns how wide a text is on one line, or nil where it must be shaped or has several lines.
  func plainWidth(_ text: inout String, _ font: PlainFont) -> Double? {
    text.withUTF8 { font.width($0) }
  }

  /// Returns a text in lines of at most a width.
  func block(_ text: String, _ font: PlainFont, width: Double) -> TextBlock {
    var text = text
    if let lines = text.withUTF8({ PlainWrapping.lines($0, font, width: width) }) {
      return TextBlock(lines: lines)
    }
    return shaped(text, font, width: width)
  }

  /// Returns a text in the lines that it has by itself.
  func unwrapped(_ text: String, _ font: PlainFont) -> TextBlock {
    shaped(text, font, width: nil)
  }

  /// Shapes a text, or remembers it where it was on one line that fits.
  private func shaped(_ text: String, _ font: PlainFont, width: Double?) -> TextBlock {
    guard text.utf8.count <= Self.rememberedBytes else { return shape(text, font, width: width) }
    let key = BlockKey(text: text, font: ObjectIdentifier(font))
    if let block = remembered[key], width.map({ block.width <= $0 }) ?? true { return block }
    let block = shape(text, font, width: width)
    guard block.lines.count == 1 else { return block }
    if remembered.count == Self.rememberedBlocks { remembered.removeAll(keepingCapacity: true) }
    remembered[key] = block
    return block
  }

  /// Returns a text on one line, with an ellipsis where it does not fit.
  func line(_ text: String, _ font: PlainFont, width: Double) -> TextLine {
    let lines = block(text, font, width: width).lines
    guard lines.count > 1 else { return lines.first ?? TextLine(content: .plain([]), width: 0) }
    var text = text
    while !text.isEmpty {
      text.removeLast(max(1, text.count / 20))
      let shorter = block(text + "…", font, width: width).lines
      if shorter.count == 1 { return shorter[0] }
    }
    return lines[0]
  }
}

extension Typesetter {
  private func shape(_ text: String, _ font: PlainFont, width: Double?) -> TextBlock {
    set(text, font, width: width)
    let missing = missingScalars(text)
    guard !missing.isEmpty else { return TextBlock(lines: readLines(text)) }
    problems.add(missing, subject)
    guard missingGlyphs == .spell else { return TextBlock(lines: readLines(text)) }
    let spelled = text.unicodeScalars.map { scalar in
      missing.contains(scalar) ? "[U+\(GlyphProblems.code(scalar))]" : String(scalar)
    }.joined()
    set(spelled, font, width: width)
    return TextBlock(lines: readLines(spelled))
  }

  private func set(_ text: String, _ font: PlainFont, width: Double?) {
    var text = text
    functions.pango_layout_set_font_description(layout, font.description)
    functions.pango_layout_set_width(
      layout, width.map { CInt(min($0, 100_000) * Double(GCS_UNITS)) } ?? -1)
    text.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { characters in
        functions.pango_layout_set_text(layout, characters.baseAddress, CInt(characters.count))
      }
    }
  }

  /// Hands over each run of the text that was set, and nil at the end of each line.
  private func forEachRun(_ body: (gcs_run?) -> Void) {
    // An iterator would measure the ink of every glyph.
    var line = functions.pango_layout_get_lines_readonly(layout)
    while let place = line {
      var run = place.pointee.data?.assumingMemoryBound(to: gcs_line.self).pointee.runs
      while let item = run {
        if let data = item.pointee.data { body(data.assumingMemoryBound(to: gcs_run.self).pointee) }
        run = item.pointee.next
      }
      body(nil)
      line = place.pointee.next
    }
  }

  private func missingScalars(_ text: String) -> Set<Unicode.Scalar> {
    var result: Set<Unicode.Scalar> = []
    forEachRun { run in
      guard let string = run?.glyphs?.pointee else { return }
      for index in 0..<Int(string.num_glyphs) {
        let glyph = string.glyphs[index].glyph
        guard glyph & UInt32(GCS_UNKNOWN_GLYPH) != 0 else { continue }
        let value = glyph & ~UInt32(GCS_UNKNOWN_GLYPH)
        result.insert(Unicode.Scalar(value) ?? "\u{FFFD}")
      }
    }
    return result
  }

  private func readLines(_ text: String) -> [TextLine] {
    var text = text
    var lines: [TextLine] = []
    var runs: [GlyphRun] = []
    var x: Int32 = 0
    text.withUTF8 { bytes in
      forEachRun { run in
        if let run {
          if let read = self.run(run, bytes, &x) { runs.append(read) }
        } else {
          let width = Double(x) / Double(GCS_UNITS)
          lines.append(TextLine(content: .shaped(runs), width: width))
          runs = []
          x = 0
        }
      }
    }
    return lines
  }

  private func run(
    _ run: gcs_run, _ text: UnsafeBufferPointer<UInt8>, _ x: inout Int32
  ) -> GlyphRun? {
    guard let item = run.item?.pointee, let string = run.glyphs?.pointee,
      let pango = item.analysis.font, let font = drawnFont(pango)
    else { return nil }
    if !contains(font.family) {
      let start = Int(item.offset)
      let bytes = text[start..<start + Int(item.length)]
      problems.add(foreign: font.family, String(decoding: bytes, as: UTF8.self))
    }
    return GlyphRun(
      item: item, string: string, font: font, text: text, x: &x)
  }

  private func drawnFont(_ pango: OpaquePointer) -> DrawnFont? {
    if let font = drawn[pango] { return font }
    let font = DrawnFont(pango, library.functions)
    drawn[pango] = font
    return font
  }

  private func firstFont(of text: String) -> DrawnFont? {
    functions.pango_layout_set_width(layout, -1)
    functions.pango_layout_set_text(layout, text, -1)
    var result: DrawnFont?
    forEachRun { run in
      guard result == nil, let pango = run?.item?.pointee.analysis.font else { return }
      result = drawnFont(pango)
    }
    return result
  }

  /// Returns the glyphs of characters where the base font alone sets them in one run from left to right; else nil.
  func glyphs(of scalars: [Unicode.Scalar], _ font: PlainFont) -> [gcs_glyph_info]? {
    set(String(String.UnicodeScalarView(scalars)), font, width: nil)
    var runs: [gcs_run] = []
    forEachRun { if let run = $0 { runs.append(run) } }
    guard runs.count == 1, let item = runs[0].item?.pointee, let string = runs[0].glyphs?.pointee,
      item.analysis.level & 1 == 0, let pango = item.analysis.font,
      drawnFont(pango) === font.base
    else { return nil }
    let glyphs = (0..<Int(string.num_glyphs)).map { string.glyphs[$0] }
    let limit = UInt32(GCS_EMPTY_GLYPH)
    return glyphs.allSatisfy { $0.glyph < limit } ? glyphs : nil
  }
}
