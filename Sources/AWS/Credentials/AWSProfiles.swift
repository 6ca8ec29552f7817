internal import HTTP
internal import World

/// The profiles of a machine, from both of the files that AWS's tools share.
struct AWSProfiles: Sendable {
  /// The settings of each profile; those of the credentials file win.
  private let profiles: [String: [String: String]]
  /// Where they were looked for, for problems.
  let paths: String

  /// Reads the files that are there.
  init(_ world: World) throws(AuthenticationError) {
    func path(_ variable: String, _ standard: String) -> String {
      let home = world.environment("HOME") ?? ""
      let path = world.environment(variable).flatMap { $0.isEmpty ? nil : $0 } ?? standard
      return path.hasPrefix("~/") ? home + path.dropFirst() : path
    }
    let config = path("AWS_CONFIG_FILE", "~/.aws/config")
    let credentials = path("AWS_SHARED_CREDENTIALS_FILE", "~/.aws/credentials")
    paths = "\(config) and \(credentials)"
    var profiles: [String: [String: String]] = [:]
    for (section, settings) in try Self.sections(config) {
      let name = section.hasPrefix("profile ") ? String(section.dropFirst(8)) : section
      guard name != section || section == "default" else { continue }
      profiles[name, default: [:]].merge(settings) { $1 }
    }
    for (name, settings) in try Self.sections(credentials) {
      profiles[name, default: [:]].merge(settings) { $1 }
    }
    self.profiles = profiles
  }

  private static func sections(
    _ path: String
  ) throws(AuthenticationError) -> [String: [String: String]] {
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try Files.read(path, limit: 1 << 20)
    } catch {
      if error.reason == .notFound { return [:] }
      throw AuthenticationError(status: nil, error.description)
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw AuthenticationError(status: nil, "\(path): this is no UTF-8 text")
    }
    return try ProfileFile(text, path: path).sections
  }

  subscript(_ name: String) -> [String: String]? { profiles[name] }
}
