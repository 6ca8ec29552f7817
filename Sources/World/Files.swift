import Glibc

/// Why a file could not be read or written, in the system's words.
package struct FileError: Error, Sendable, Hashable, CustomStringConvertible {
  package enum Reason: Sendable, Hashable {
    case notFound, notPermitted, isDirectory, tooLarge(limit: Int), other
  }

  package let path: String
  package let reason: Reason
  package let description: String

  init(_ path: String, errno code: Int32) {
    self.path = path
    self.reason =
      switch code {
      case ENOENT, ENOTDIR: .notFound
      case EACCES, EPERM: .notPermitted
      case EISDIR: .isDirectory
      default: .other
      }
    self.description = "\(path): \(String(cString: strerror(code)).lowercased())"
  }

  fileprivate init(tooLarge path: String, limit: Int) {
    self.path = path
    self.reason = .tooLarge(limit: limit)
    self.description = "\(path): larger than \(limit >> 20) MiB"
  }
}

/// The file system, as little of it as gcsync needs.
package enum Files {
  package struct Entry: Sendable, Hashable {
    package let name: String
    package let isDirectory: Bool
  }

  /// Reads a regular file whole, or refuses one that is larger than the limit.
  package static func read(_ path: String, limit: Int = 64 << 20) throws(FileError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw FileError(path, errno: errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw FileError(path, errno: errno) }
    guard status.st_mode & S_IFMT != S_IFDIR else { throw FileError(path, errno: EISDIR) }
    guard status.st_size <= limit else { throw FileError(tooLarge: path, limit: limit) }
    return try readAll(descriptor, path, expecting: Int(status.st_size), limit: limit)
  }

  private static func readAll(
    _ descriptor: Int32, _ path: String, expecting size: Int, limit: Int
  ) throws(FileError) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: Swift.max(size + 1, 4096))
    while true {
      let count = Glibc.read(descriptor, &chunk, chunk.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw FileError(path, errno: errno) }
      guard count > 0 else { return bytes }
      bytes.append(contentsOf: chunk[..<count])
      guard bytes.count <= limit else { throw FileError(tooLarge: path, limit: limit) }
    }
  }

  /// Writes a file so that a reader sees the old or the new content whole, even after a crash.
  ///
  /// What can be made again need not be `durable`: it may then be lost with the machine's power. A
  /// device or a pipe is written to as it is.
  package static func write(
    _ bytes: [UInt8], to path: String, mode: UInt32 = 0o644, durable: Bool = true
  ) throws(FileError) {
    if isStream(path) { return try writeThrough(bytes, to: path) }
    let temporary = "\(path).\(String(UInt64.random(in: 0 ... .max), radix: 16)).tmp"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
    guard descriptor >= 0 else { throw FileError(path, errno: errno) }
    do throws(FileError) {
      try writeAll(bytes, descriptor, path)
      guard !durable || fsync(descriptor) == 0 else { throw FileError(path, errno: errno) }
      close(descriptor)
      guard rename(temporary, path) == 0 else { throw FileError(path, errno: errno) }
    } catch {
      unlink(temporary)
      throw error
    }
    if durable { try syncFolder(of: path) }
  }

  /// Whether something is there that must not be replaced by a file: a device, a pipe, or one of the
  /// names of this process's own streams.
  package static func isStream(_ path: String) -> Bool {
    var status = stat()
    guard stat(path, &status) == 0 else { return false }
    let isFile = status.st_mode & S_IFMT == S_IFREG
    return !isFile || path.hasPrefix("/dev/") || path.hasPrefix("/proc/")
  }

  private static func writeThrough(_ bytes: [UInt8], to path: String) throws(FileError) {
    let descriptor = open(path, O_WRONLY | O_APPEND | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError(path, errno: errno) }
    defer { close(descriptor) }
    try writeAll(bytes, descriptor, path)
  }

  /// Gives a finished file its name where that is free, or removes it; a crash leaves all or nothing
  /// under the name.
  package static func publish(_ temporary: String, as path: String) throws(FileError) {
    let isNew = link(temporary, path) == 0
    let code = errno
    unlink(temporary)
    guard isNew || code == EEXIST else { throw FileError(path, errno: code) }
    try syncFolder(of: path)
  }

  /// Removes a file; nothing happens where there is none.
  package static func remove(_ path: String) {
    unlink(path)
  }

  /// Makes the names in a file's folder survive a loss of power.
  private static func syncFolder(of path: String) throws(FileError) {
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError(folder, errno: errno) }
    defer { close(descriptor) }
    // Some file systems cannot sync a folder and say so; their names are as safe as they get.
    guard fsync(descriptor) == 0 || errno == EINVAL else { throw FileError(folder, errno: errno) }
  }

  /// Appends to a file under an exclusive lock, and returns only when the bytes are on the disk.
  ///
  /// The closure sees the file's present content and returns what comes behind it.
  package static func append(
    to path: String, limit: Int = 256 << 20, _ next: ([UInt8]) -> [UInt8]
  ) throws(FileError) {
    let descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw FileError(path, errno: errno) }
    defer { close(descriptor) }
    guard flock(descriptor, LOCK_EX) == 0 else { throw FileError(path, errno: errno) }
    let present = try readAll(descriptor, path, expecting: 0, limit: limit)
    try writeAll(next(present), descriptor, path)
    guard fsync(descriptor) == 0 else { throw FileError(path, errno: errno) }
  }

  /// Appends bytes to a file, which is made for its owner alone where it is missing.
  package static func append(_ bytes: [UInt8], to path: String) throws(FileError) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw FileError(path, errno: errno) }
    defer { close(descriptor) }
    try writeAll(bytes, descriptor, path)
  }

  private static func writeAll(
    _ bytes: [UInt8], _ descriptor: Int32, _ path: String
  ) throws(FileError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw FileError(path, errno: errno) }
      rest = rest.dropFirst(count)
    }
  }

  /// Lists a directory in the order of its names' bytes, without `.` and `..`.
  package static func list(_ path: String) throws(FileError) -> [Entry] {
    guard let directory = opendir(path) else { throw FileError(path, errno: errno) }
    defer { closedir(directory) }
    // An entry ends with its name, so that it must not be read as large as it is declared.
    let offset = MemoryLayout<dirent>.offset(of: \.d_name) ?? 0
    var entries: [Entry] = []
    while let pointer = readdir(directory) {
      let start = UnsafeRawPointer(pointer) + offset
      let name = String(cString: start.assumingMemoryBound(to: CChar.self))
      guard name != ".", name != ".." else { continue }
      entries.append(Entry(name: name, isDirectory: isDirectory("\(path)/\(name)")))
    }
    return entries.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  /// Returns the paths that a shell's pattern stands for, in the order of their bytes.
  package static func matching(_ pattern: String) -> [String] {
    var found = glob_t()
    defer { globfree(&found) }
    guard Glibc.glob(pattern, 0, nil, &found) == 0 else { return [] }
    let paths = (0..<Int(found.gl_pathc)).compactMap { found.gl_pathv[$0] }
    return paths.map { String(cString: $0) }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  package static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// Returns how many bytes a file has.
  package static func size(_ path: String) throws(FileError) -> Int {
    var status = stat()
    guard stat(path, &status) == 0 else { throw FileError(path, errno: errno) }
    return Int(status.st_size)
  }

  package static func isDirectory(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Returns the one path of a file that has no links, `.` or `..` in it, or the path itself where
  /// there is no such file.
  package static func canonicalPath(_ path: String) -> String {
    guard let resolved = realpath(path, nil) else { return path }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// Creates a directory and those above it that are missing.
  package static func createDirectory(_ path: String) throws(FileError) {
    if isDirectory(path) { return }
    if let slash = path.lastIndex(of: "/"), slash != path.startIndex {
      try createDirectory(String(path[..<slash]))
    }
    guard mkdir(path, 0o755) == 0 || errno == EEXIST else { throw FileError(path, errno: errno) }
  }

  package static var workingDirectory: String {
    guard let buffer = getcwd(nil, 0) else { return "." }
    defer { free(buffer) }
    return String(cString: buffer)
  }
}
