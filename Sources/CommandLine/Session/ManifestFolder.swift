internal import Diagnostics
internal import Manifests
internal import Reconciler
internal import World

/// A folder with a file for each manifest, by kind.
struct ManifestFolder {
  private let path: String

  init(_ path: String) {
    self.path = path
  }

  /// Writes a file for each manifest, or none where one of them would replace something else.
  func write(_ manifests: [Export.Manifest], for session: Session) throws {
    try check(manifests)
    let files = files(manifests)
    do throws(FileError) {
      for file in files {
        try Files.createDirectory(file.folder)
        try Files.write(file.bytes, to: file.path, durable: false)
      }
    } catch {
      throw CommandFailure(
        .error,
        .error(
          "output-not-written", "the export is not whole: \(error.description)",
          hint: error.writingRemedy))
    }
    let noun = files.count == 1 ? "manifest" : "manifests"
    session.invocation.say("wrote \(files.count) \(noun) to \(path)")
  }

  /// Refuses manifests that would replace files which say something else.
  func check(_ manifests: [Export.Manifest]) throws {
    let conflicts = files(manifests).filter { file in
      Files.exists(file.path) && (try? Files.read(file.path)) != file.bytes
    }
    guard conflicts.isEmpty else {
      throw CommandFailure(
        .error,
        conflicts.map { file in
          .error(
            "file-exists", "\(file.path) is there already and says something else",
            hint: "choose another folder with --out, or bring it up to date with --merge")
        })
    }
  }

  private struct File {
    let folder: String
    let path: String
    let bytes: [UInt8]
  }

  private func files(_ manifests: [Export.Manifest]) -> [File] {
    var taken: Set<String> = []
    return manifests.map { manifest in
      let folder = "\(path)/\(manifest.address.kind)"
      let base = Self.fileName(manifest.address.name)
      var name = base
      var number = 2
      // Some file systems take two names for one that differ in case alone.
      while !taken.insert("\(folder)/\(name)".lowercased()).inserted {
        name = "\(base)-\(number)"
        number += 1
      }
      return File(folder: folder, path: "\(folder)/\(name).yaml", bytes: Array(manifest.yaml.utf8))
    }
  }

  private static func fileName(_ name: String) -> String {
    let letters = name.unicodeScalars.map { scalar -> Character in
      let isSafe =
        scalar.properties.isAlphabetic || scalar.properties.numericType != nil
        || "-_.".unicodeScalars.contains(scalar)
      return isSafe ? Character(scalar) : "-"
    }
    let safe = String(letters.prefix(80))
    return safe.hasPrefix(".") || safe.isEmpty ? "_\(safe)" : safe
  }
}
