internal import World

/// The Git repository that a project's folder is in, as its own files tell, without a Git.
struct SurroundingRepository: Sendable, Hashable {
  /// The repository's folder, where a code host looks for workflows.
  let root: String
  /// The project's folder below it, such as `voice/genesys`; empty where it is the same.
  let subfolder: String
  /// The branch that merges go to: the remote's own where it was cloned from one, else the one that
  /// is checked out; nil where HEAD is no branch.
  let branch: String?
  /// The path of the remote behind its host, such as `acme/contact-center`.
  let name: String?
  let isGitLab: Bool

  /// Looks for a repository upwards from a folder, which need not be there yet.
  init?(around folder: String) {
    let place = Self.resolved(folder)
    var root = place
    while !root.isEmpty, !Files.exists("\(root)/.git") {
      root = root.lastIndex(of: "/").map { String(root[..<$0]) } ?? ""
    }
    guard !root.isEmpty else { return nil }
    self.root = root
    subfolder = String(place.dropFirst(root.count + 1))
    let data = Self.data(of: root)
    branch =
      Self.target(of: "\(data)/refs/remotes/origin/HEAD", below: "refs/remotes/origin/")
      ?? Self.target(of: "\(data)/HEAD", below: "refs/heads/")
    let remote = Self.text("\(data)/config")?.firstMatch(
      of: /url\s*=\s*\S*?([A-Za-z0-9.-]+)[:\/]([A-Za-z0-9_.-]+\/[A-Za-z0-9_.\/-]+)/)
    name = remote.map { $0.2.hasSuffix(".git") ? String($0.2.dropLast(4)) : String($0.2) }
    isGitLab = remote?.1.contains("gitlab") ?? false
  }

  /// Returns the path of a folder without links, as far as it is there.
  private static func resolved(_ folder: String) -> String {
    var parts = folder.split(separator: "/").filter { $0 != "." }
    var missing: [Substring] = []
    while !parts.isEmpty, !Files.exists("/" + parts.joined(separator: "/")) {
      missing.insert(parts.removeLast(), at: 0)
    }
    let standing = Files.canonicalPath("/" + parts.joined(separator: "/"))
    var whole = standing.split(separator: "/")
    for part in missing {
      if part == ".." { _ = whole.popLast() } else { whole.append(part) }
    }
    return whole.isEmpty ? "" : "/" + whole.joined(separator: "/")
  }

  /// Returns the folder of the repository's data, which all its working trees share.
  private static func data(of root: String) -> String {
    let git = "\(root)/.git"
    guard let link = text(git), link.hasPrefix("gitdir: ") else { return git }
    let own = absolute(link.dropFirst("gitdir: ".count), from: root)
    guard let common = text("\(own)/commondir") else { return own }
    return absolute(common[...], from: own)
  }

  private static func absolute(_ path: Substring, from folder: String) -> String {
    let line = path.prefix { !$0.isNewline }
    return line.hasPrefix("/") ? String(line) : "\(folder)/\(line)"
  }

  /// Returns what a symbolic reference names.
  private static func target(of reference: String, below prefix: String) -> String? {
    guard let line = text(reference)?.split(whereSeparator: \.isNewline).first,
      line.hasPrefix("ref: \(prefix)")
    else { return nil }
    return String(line.dropFirst("ref: \(prefix)".count))
  }

  private static func text(_ path: String) -> String? {
    (try? Files.read(path, limit: 1 << 20)).map { String(decoding: $0, as: UTF8.self) }
  }
}
