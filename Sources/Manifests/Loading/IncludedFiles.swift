internal import Diagnostics
internal import JSON
internal import World
internal import YAML

/// The files beside the manifests that stand for a value, such as the definition of a state machine.
struct IncludedFiles: Sendable {
  /// The project's folder, outside of which no file is read.
  private let folder: String
  /// Where the files of manifests are, by what they are called in messages.
  private let paths: [String: String]

  init(folder: String, besides files: [Project.File]) {
    self.folder = folder
    paths = Dictionary(files.map { ($0.shown, $0.path) }, uniquingKeysWith: { first, _ in first })
  }

  private static let limit = 1 << 20

  /// Returns what a file says that a manifest names by its path, seen from its own folder.
  func content(
    of path: String, at location: SourceLocation
  ) throws(DiagnosticsError) -> LocatedJSON {
    let shown = location.file.name
    let canonical = Files.canonicalPath(Self.path(path, beside: paths[shown] ?? shown))
    guard canonical.hasPrefix(Files.canonicalPath(folder) + "/") else {
      throw DiagnosticsError(
        .error(
          "file-outside-project", "\(path) is outside of the project's folder", at: location,
          hint: "keep it beside the manifests, so that it is reviewed with them"))
    }
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try Files.read(canonical, limit: Self.limit)
    } catch {
      throw DiagnosticsError(
        .error(
          "unreadable-file",
          "\(path): \(error.description.split(separator: ": ").last ?? "cannot be read")",
          at: location,
          hint: "a path is seen from the folder of the file that names it"))
    }
    return try value(in: SourceFile(name: Self.path(path, beside: shown), bytes: bytes))
  }

  /// Returns a path as it is seen from the folder of a file.
  private static func path(_ path: String, beside file: String) -> String {
    let folder = file.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    return path.hasPrefix("/") || folder.isEmpty ? path : "\(folder.joined(separator: "/"))/\(path)"
  }

  private func value(in file: SourceFile) throws(DiagnosticsError) -> LocatedJSON {
    if file.name.hasSuffix(".json") { return try JSON.parseLocated(file) }
    let (documents, problems) = YAML.documents(in: file)
    guard problems.isEmpty else { throw DiagnosticsError(problems) }
    guard documents.count == 1 else {
      throw DiagnosticsError(
        .error(
          "not-one-document", "\(file.name) has \(documents.count) documents",
          at: SourceLocation(file: file, line: 1, column: 1), hint: "a value is one document"))
    }
    return documents[0]
  }
}
