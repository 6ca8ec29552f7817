internal import Glibc

/// How many files and connections this process may have open at a time.
enum OpenFiles {
  /// Raises the number where it is lower, as far as the machine lets; `setrlimit`.
  static func allow(_ count: Int) {
    let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    var limit = rlimit()
    guard getrlimit(resource, &limit) == 0, limit.rlim_cur < rlim_t(count) else { return }
    limit.rlim_cur = min(rlim_t(count), limit.rlim_max)
    _ = setrlimit(resource, &limit)
  }
}
