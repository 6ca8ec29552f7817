internal import CDrawing

/// Cairo and Pango, opened when the first report is drawn.
///
/// The table of functions is written before anyone sees it and never again, so it may be shared.
struct DrawingLibrary: @unchecked Sendable {
  let functions: UnsafePointer<gcs_drawing>

  /// The libraries of the system, or why there are none.
  static let system = Result { () throws(ReportError) in try DrawingLibrary(folder: nil) }

  /// Opens the libraries in a folder, or where the system has them.
  init(folder: String?) throws(ReportError) {
    var fault = gcs_drawing_fault()
    guard let functions = gcs_drawing_open(folder, &fault) else {
      throw Self.error(
        library: fault.library.map { String(cString: $0) } ?? "",
        function: fault.function.map { String(cString: $0) })
    }
    self.functions = functions
  }

  /// The words of a status of Cairo.
  func words(_ status: UInt32) -> String {
    functions.pointee.cairo_status_to_string(status).map { String(cString: $0) } ?? "\(status)"
  }

  private static func error(library: String, function: String?) -> ReportError {
    let package = packages[library] ?? library
    if let function {
      return ReportError(
        "drawing-library-old", "\(library) has no \(function), so no PDF can be drawn",
        hint: "install a newer Debian package \(package) (Pango 1.50, Cairo 1.16)")
    }
    return ReportError(
      "drawing-library-missing", "\(library) could not be opened, so no PDF can be drawn",
      hint: "install the Debian package \(package): apt-get install libpangocairo-1.0-0")
  }

  private static let packages = [
    "libcairo.so.2": "libcairo2", "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangocairo-1.0.so.0": "libpangocairo-1.0-0", "libgobject-2.0.so.0": "libglib2.0-0",
    "libfontconfig.so.1": "libfontconfig1",
  ]
}
