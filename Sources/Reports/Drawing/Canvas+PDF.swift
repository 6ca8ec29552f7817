internal import CDrawing
internal import World

extension Canvas {
  /// What a PDF says of itself, numbered as Cairo does.
  enum Metadata: UInt32 {
    case title = 0, author, subject, keywords, creator, created, modified
  }

  /// Makes a PDF whose bytes go to a sink as they come.
  static func pdf(
    _ size: (width: Double, height: Double), _ library: DrawingLibrary, to sink: ByteSink
  ) -> Canvas {
    let closure = Unmanaged.passUnretained(sink).toOpaque()
    guard
      let surface = library.functions.pointee.cairo_pdf_surface_create_for_stream(
        takeBytes, closure, size.width, size.height)
    else { preconditionFailure("Cairo makes one, be it one in error.") }
    return Canvas(surface, library)
  }

  func set(_ metadata: Metadata, _ text: String) {
    functions.pointee.cairo_pdf_surface_set_metadata(surface, metadata.rawValue, text)
  }

  /// Adds a bookmark that leads to a place of a page, counted from 1.
  func bookmark(_ text: String, page: Int, x: Double, y: Double) {
    _ = functions.pointee.cairo_pdf_surface_add_outline(
      surface, 0, text, "page=\(page) pos=[\(CanvasNumber(x)) \(CanvasNumber(y))]", 0)
  }

  /// Draws what stands between as a part of the document's structure, such as `H1`.
  func tagged(_ tag: String, _ attributes: String = "", _ body: () -> Void) {
    flush()
    functions.pointee.cairo_tag_begin(cairo, tag, attributes)
    body()
    flush()
    functions.pointee.cairo_tag_end(cairo, tag)
  }

  /// Draws what stands between as a link to an address of the web.
  func linked(to url: String, _ body: () -> Void) {
    // Cairo writes these characters as they are, into a string that they would end.
    let escapes = ["\\": "%5C", "'": "%27", "(": "%28", ")": "%29"]
    let escaped = url.map { escapes[String($0)] ?? String($0) }.joined()
    tagged("Link", "uri='\(escaped)'", body)
  }

  private var functions: UnsafePointer<gcs_drawing> { library.functions }
}

/// A number with three decimals, as the attributes of Cairo take it.
private struct CanvasNumber: CustomStringConvertible {
  let description: String

  init(_ value: Double) {
    let thousandths = Int((value * 1000).rounded())
    let rest = String(abs(thousandths) % 1000 + 1000).dropFirst()
    description = "\(thousandths < 0 ? "-" : "")\(abs(thousandths) / 1000).\(rest)"
  }
}

/// Takes the bytes of a document as they come, and remembers the first failure.
final class ByteSink {
  private(set) var count = 0
  private(set) var error: ReportError?
  private let write: (UnsafeRawBufferPointer) throws(ReportError) -> Void

  init(_ write: @escaping (UnsafeRawBufferPointer) throws(ReportError) -> Void) {
    self.write = write
  }

  func take(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard error == nil else { return false }
    do throws(ReportError) {
      try write(bytes)
      count += bytes.count
      return true
    } catch {
      self.error = error
      return false
    }
  }
}

/// Hands bytes of Cairo to the sink that stands behind the closure.
let takeBytes: gcs_write = { closure, bytes, count in
  guard let closure else { return 11 }
  let sink = Unmanaged<ByteSink>.fromOpaque(closure).takeUnretainedValue()
  return sink.take(UnsafeRawBufferPointer(start: bytes, count: Int(count))) ? 0 : 11
}
