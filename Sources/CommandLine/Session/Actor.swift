internal import Glibc

/// Who runs this, where, and for which commit, as pipelines tell it.
enum Actor {
  static func name(_ environment: (String) -> String?) -> String {
    first(["GCSYNC_ACTOR", "GITHUB_ACTOR", "GITLAB_USER_LOGIN", "USER", "LOGNAME"], environment)
      ?? "unknown"
  }

  static func commit(_ environment: (String) -> String?) -> String? {
    first(["GCSYNC_COMMIT", "GITHUB_SHA", "CI_COMMIT_SHA"], environment)
  }

  /// Who holds a lease, so that somebody who waits for it knows whom to ask.
  static func holder(_ environment: (String) -> String?) -> String {
    "\(name(environment)) on \(host), process \(getpid())"
  }

  private static var host: String {
    var name = [UInt8](repeating: 0, count: 256)
    let status = name.withUnsafeMutableBytes { bytes -> Int32 in
      guard let start = bytes.baseAddress else { return -1 }
      return gethostname(start.assumingMemoryBound(to: CChar.self), bytes.count - 1)
    }
    return status == 0 ? String(decoding: name.prefix { $0 != 0 }, as: UTF8.self) : "this host"
  }

  private static func first(_ names: [String], _ environment: (String) -> String?) -> String? {
    names.lazy.compactMap(environment).first { !$0.isEmpty }
  }
}
