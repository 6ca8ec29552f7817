internal import CDrawing

/// A font that glyphs are drawn with, as Cairo takes it.
final class DrawnFont {
  let family: String
  let scaled: OpaquePointer
  let face: OpaquePointer?
  let matrix: gcs_matrix
  private let font: OpaquePointer
  private let functions: UnsafePointer<gcs_drawing>

  /// Takes on a font of Pango, and keeps it as long as this one lives.
  init?(_ font: OpaquePointer, _ functions: UnsafePointer<gcs_drawing>) {
    guard let scaled = functions.pointee.pango_cairo_font_get_scaled_font(font) else { return nil }
    _ = functions.pointee.g_object_ref(UnsafeMutableRawPointer(font))
    self.font = font
    self.functions = functions
    self.scaled = scaled
    face = functions.pointee.cairo_scaled_font_get_font_face(scaled)
    var matrix = gcs_matrix()
    functions.pointee.cairo_scaled_font_get_font_matrix(scaled, &matrix)
    self.matrix = matrix
    let description = functions.pointee.pango_font_describe(font)
    family =
      functions.pointee.pango_font_description_get_family(description).map {
        String(cString: $0)
      } ?? ""
    functions.pointee.pango_font_description_free(description)
  }

  deinit { functions.pointee.g_object_unref(UnsafeMutableRawPointer(font)) }
}

/// Glyphs of one font that stand on one line, with the text that they stand for.
struct GlyphRun {
  let font: DrawnFont
  /// The glyphs from left to right, placed from the beginning of the line and its baseline.
  var glyphs: [gcs_glyph] = []
  var clusters: [gcs_cluster] = []
  /// The text of the clusters, in their order.
  var text: [UInt8] = []
}

/// A line of text that is set.
struct TextLine {
  enum Content {
    /// Text that its font sets glyph by glyph.
    case plain([UInt8])
    case shaped([GlyphRun])
  }

  let content: Content
  let width: Double
}

/// Text that is set in lines.
struct TextBlock {
  let lines: [TextLine]

  /// The width of the longest line.
  var width: Double { lines.reduce(0) { max($0, $1.width) } }
}
