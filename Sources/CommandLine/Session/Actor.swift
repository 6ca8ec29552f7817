internal import Glibc
internal import World

/// Who runs this, where, and for which commit, as pipelines tell it.
enum Actor {
  static func name(_ environment: (String) -> String?) -> String {
    first(["GCSYNC_ACTOR", "GITHUB_ACTOR", "GITLAB_USER_LOGIN", "USER", "LOGNAME"], environment)
      ?? "unknown"
  }

  static func commit(_ environment: (String) -> String?) -> String? {
    first(["GCSYNC_COMMIT", "GITHUB_SHA", "CI_COMMIT_SHA"], environment)
  }

  /// The page on which a pipeline shows this run; nil where there is none.
  static func link(_ environment: (String) -> String?) -> String? {
    if let server = environment("GITHUB_SERVER_URL"), let id = environment("GITHUB_RUN_ID"),
      let repository = environment("GITHUB_REPOSITORY")
    {
      return "\(server)/\(repository)/actions/runs/\(id)"
    }
    return first(["CI_JOB_URL", "BUILD_URL"], environment)
  }

  /// Who holds a lease, so that somebody who waits for it knows whom to ask.
  static func holder(_ environment: (String) -> String?) -> String {
    "\(name(environment)) on \(machine), process \(getpid())"
  }

  /// Whether a holder was a process of this machine, since its last start, that is no more.
  static func isGone(_ holder: String) -> Bool {
    let mark = " on \(machine), process "
    guard let range = holder.ranges(of: mark).last,
      let process = pid_t(holder[range.upperBound...]),
      process > 0
    else { return false }
    return kill(process, 0) == -1 && errno == ESRCH
  }

  /// The machine's name and, since names are often alike, which of its starts it is.
  private static var machine: String {
    let boot = (try? Files.read("/proc/sys/kernel/random/boot_id", limit: 64)) ?? []
    let start = String(decoding: boot.prefix(8), as: UTF8.self)
    return start.isEmpty ? host : "\(host) (start \(start))"
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
