internal import CDrawing

/// A PNG that is decoded.
final class Picture {
  let surface: OpaquePointer
  let width: Int
  let height: Int
  private let library: DrawingLibrary

  private static let largestSide = 2048
  private static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  /// Decodes the logo of a report; fails where it is no PNG or too large.
  init(_ bytes: [UInt8], _ library: DrawingLibrary, limit: Int) throws(ReportError) {
    guard bytes.count <= limit else {
      throw ReportError(
        "logo-too-large", "the logo has \(bytes.count) bytes, more than \(limit)",
        hint: "save it smaller")
    }
    guard bytes.starts(with: Self.signature), bytes.count >= 24 else {
      throw ReportError("logo-unreadable", "the logo is no PNG", hint: "save it as PNG")
    }
    let sides = [16, 20].map { start in bytes[start..<start + 4].reduce(0) { $0 << 8 | Int($1) } }
    guard sides.allSatisfy({ (1...Self.largestSide).contains($0) }) else {
      throw ReportError(
        "logo-too-large",
        "the logo has \(sides[0]) × \(sides[1]) pixels, more than \(Self.largestSide) a side",
        hint: "save it smaller")
    }
    let source = ByteSource(bytes)
    let surface = withExtendedLifetime(source) {
      library.functions.pointee.cairo_image_surface_create_from_png_stream(
        giveBytes, Unmanaged.passUnretained(source).toOpaque())
    }
    guard let surface else { preconditionFailure("Cairo makes one, be it one in error.") }
    let status = library.functions.pointee.cairo_surface_status(surface)
    guard status == 0 else {
      library.functions.pointee.cairo_surface_destroy(surface)
      throw ReportError(
        "logo-unreadable", "the logo could not be decoded: \(library.words(status))",
        hint: "save it as PNG again")
    }
    self.surface = surface
    self.library = library
    (width, height) = (sides[0], sides[1])
  }

  deinit { library.functions.pointee.cairo_surface_destroy(surface) }
}

/// Bytes that are read from the front.
private final class ByteSource {
  private let bytes: [UInt8]
  private var place = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  func give(_ target: UnsafeMutableRawBufferPointer) -> Bool {
    guard place + target.count <= bytes.count else { return false }
    target.copyBytes(from: bytes[place..<place + target.count])
    place += target.count
    return true
  }
}

private let giveBytes: gcs_read = { closure, bytes, count in
  guard let closure else { return 10 }
  let source = Unmanaged<ByteSource>.fromOpaque(closure).takeUnretainedValue()
  return source.give(UnsafeMutableRawBufferPointer(start: bytes, count: Int(count))) ? 0 : 10
}
