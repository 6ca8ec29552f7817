internal import Glibc

extension Files {
  /// Creates a folder that its owner alone can look into, and those above it that are missing.
  package static func createPrivateFolder(_ path: String) throws(FileError) {
    if let slash = path.lastIndex(of: "/"), slash != path.startIndex {
      try createDirectory(String(path[..<slash]))
    }
    guard mkdir(path, 0o700) == 0 else { throw FileError(path, errno: errno) }
  }

  /// Removes a folder with all that is in it, as far as that can be done; links are not followed.
  package static func removeFolder(_ path: String) {
    for entry in (try? list(path)) ?? [] {
      let inner = "\(path)/\(entry.name)"
      if entry.isDirectory, unlink(inner) != 0 { removeFolder(inner) } else { unlink(inner) }
    }
    rmdir(path)
  }
}
