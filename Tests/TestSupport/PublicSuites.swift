package import Foundation

/// Finds the public conformance suites: `$GCSYNC_SUITES`, else the folder beside the checkout.
package enum PublicSuites {
  /// The folder of one suite, or nil where the suites are not on this machine.
  package static func folder(_ name: String) -> URL? {
    let folder = root.appendingPathComponent(name)
    var isDirectory: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: folder.path, isDirectory: &isDirectory)
    return exists && isDirectory.boolValue ? folder : nil
  }

  /// Whether a run without any case is a failure.
  package static var isRequired: Bool {
    ProcessInfo.processInfo.environment["GCSYNC_SUITES"] != nil
  }

  /// Says how many cases of a suite ran, on a line the test command collects.
  package static func report(_ name: String, cases: Int) {
    print("suite \(name): \(cases) cases")
  }

  private static var root: URL {
    if let path = ProcessInfo.processInfo.environment["GCSYNC_SUITES"] {
      return URL(fileURLWithPath: path, isDirectory: true)
    }
    return URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("../shared/suites").standardizedFileURL
  }
}
