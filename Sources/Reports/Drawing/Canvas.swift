internal import CDrawing

/// Draws on pages, from the top left corner in points.
///
/// Glyphs of one font and colour that come one after the other are handed to Cairo together.
final class Canvas {
  let library: DrawingLibrary
  let surface: OpaquePointer
  let cairo: OpaquePointer
  private let isScaled: Bool
  private var colour: Colour?
  private var font: DrawnFont?
  private var pending = PendingGlyphs()

  private var functions: gcs_drawing { _read { yield library.functions.pointee } }

  /// Takes over a surface, whose pages are drawn `scale` times as large.
  init(_ surface: OpaquePointer, _ library: DrawingLibrary, scale: Double = 1) {
    guard let cairo = library.functions.pointee.cairo_create(surface) else {
      preconditionFailure("Cairo makes one, be it one in error.")
    }
    self.library = library
    self.surface = surface
    self.cairo = cairo
    isScaled = scale != 1
    functions.cairo_scale(cairo, scale, scale)
  }

  deinit {
    functions.cairo_destroy(cairo)
    functions.cairo_surface_destroy(surface)
  }

  /// Fails where Cairo has failed.
  func check() throws(ReportError) {
    let status = max(functions.cairo_status(cairo), functions.cairo_surface_status(surface))
    guard status != 0 else { return }
    throw ReportError("drawing-failed", "the report could not be drawn: \(library.words(status))")
  }

  func endPage() {
    flush()
    functions.cairo_show_page(cairo)
    colour = nil
    font = nil
  }

  func finish() {
    flush()
    functions.cairo_surface_finish(surface)
  }
}

extension Canvas {
  func fill(_ x: Double, _ y: Double, _ width: Double, _ height: Double, _ colour: Colour) {
    flush()
    use(colour)
    functions.cairo_rectangle(cairo, x, y, width, height)
    functions.cairo_fill(cairo)
  }

  /// Draws a horizontal line whose upper edge is at `y`.
  func rule(_ x: Double, _ y: Double, _ width: Double, _ colour: Colour, thickness: Double = 0.5) {
    fill(x, y, width, thickness, colour)
  }

  /// Draws a line through points.
  func stroke(_ points: [(x: Double, y: Double)], _ colour: Colour, thickness: Double) {
    guard let first = points.first else { return }
    flush()
    use(colour)
    functions.cairo_set_line_width(cairo, thickness)
    functions.cairo_move_to(cairo, first.x, first.y)
    for point in points.dropFirst() { functions.cairo_line_to(cairo, point.x, point.y) }
    functions.cairo_stroke(cairo)
  }

  /// Draws a part of a ring between two angles, clockwise from the right.
  func ring(
    _ x: Double, _ y: Double, outer: Double, inner: Double, from: Double, to: Double,
    _ colour: Colour
  ) {
    flush()
    use(colour)
    functions.cairo_new_path(cairo)
    functions.cairo_arc(cairo, x, y, outer, from, to)
    functions.cairo_arc_negative(cairo, x, y, inner, to, from)
    functions.cairo_close_path(cairo)
    functions.cairo_fill(cairo)
  }

  func draw(_ picture: Picture, _ x: Double, _ y: Double, _ width: Double) {
    flush()
    let scale = width / Double(picture.width)
    functions.cairo_save(cairo)
    functions.cairo_translate(cairo, x, y)
    functions.cairo_scale(cairo, scale, scale)
    functions.cairo_set_source_surface(cairo, picture.surface, 0, 0)
    functions.cairo_paint(cairo)
    functions.cairo_restore(cairo)
    colour = nil
  }

  private func use(_ colour: Colour) {
    guard colour != self.colour else { return }
    self.colour = colour
    functions.cairo_set_source_rgb(
      cairo, Double(colour.red) / 255, Double(colour.green) / 255, Double(colour.blue) / 255)
  }
}

extension Canvas {
  /// Draws a line of text from the left end of its baseline.
  func text(_ line: TextLine, _ font: PlainFont, _ x: Double, _ y: Double, _ colour: Colour) {
    switch line.content {
    case .plain(let bytes):
      bytes.withUnsafeBufferPointer { plain($0, font, x, y, colour) }
    case .shaped(let runs):
      for run in runs {
        prepare(run.font, colour)
        pending.append(run, x, y)
      }
    }
  }

  /// Draws a text that needs no shaping from the left end of its baseline.
  func plain(
    _ text: UnsafeBufferPointer<UInt8>, _ font: PlainFont, _ x: Double, _ y: Double,
    _ colour: Colour
  ) {
    prepare(font.base, colour)
    pending.append(text, font, x, y)
  }

  private func prepare(_ font: DrawnFont, _ colour: Colour) {
    guard font !== pending.font || colour != pending.colour else { return }
    flush()
    pending.font = font
    pending.colour = colour
  }

  /// Hands what is pending to Cairo.
  func flush() {
    guard !pending.isEmpty, let font = pending.font, let colour = pending.colour else { return }
    use(colour)
    if font !== self.font {
      self.font = font
      if isScaled {
        var matrix = font.matrix
        functions.cairo_set_font_face(cairo, font.face)
        functions.cairo_set_font_matrix(cairo, &matrix)
      } else {
        functions.cairo_set_scaled_font(cairo, font.scaled)
      }
    }
    pending.text.withUnsafeBufferPointer { bytes in
      bytes.withMemoryRebound(to: CChar.self) { characters in
        functions.cairo_show_text_glyphs(
          cairo, characters.baseAddress, CInt(characters.count), pending.glyphs,
          CInt(pending.glyphs.count), pending.clusters, CInt(pending.clusters.count), 0)
      }
    }
    pending.removeAll()
  }
}

/// Glyphs of one font and colour that are not drawn yet.
private struct PendingGlyphs {
  var font: DrawnFont?
  var colour: Colour?
  private(set) var glyphs: [gcs_glyph] = []
  private(set) var clusters: [gcs_cluster] = []
  private(set) var text: [UInt8] = []

  var isEmpty: Bool { glyphs.isEmpty }

  mutating func removeAll() {
    glyphs.removeAll(keepingCapacity: true)
    clusters.removeAll(keepingCapacity: true)
    text.removeAll(keepingCapacity: true)
  }

  mutating func append(_ run: GlyphRun, _ x: Double, _ y: Double) {
    for glyph in run.glyphs {
      glyphs.append(gcs_glyph(index: glyph.index, x: glyph.x + x, y: glyph.y + y))
    }
    clusters.append(contentsOf: run.clusters)
    text.append(contentsOf: run.text)
  }

  mutating func append(
    _ bytes: UnsafeBufferPointer<UInt8>, _ plain: PlainFont, _ x: Double, _ y: Double
  ) {
    text.append(contentsOf: bytes)
    var units: Int32 = 0
    _ = plain.walk(bytes) { glyph, bytes, advance, kerning in
      units += kerning
      let place = x + Double(units) / Double(GCS_UNITS)
      glyphs.append(gcs_glyph(index: UInt(glyph), x: place, y: y))
      clusters.append(gcs_cluster(num_bytes: CInt(bytes), num_glyphs: 1))
      units += advance
    }
  }
}
