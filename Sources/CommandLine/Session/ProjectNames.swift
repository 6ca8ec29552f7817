internal import Manifests
internal import World

/// The names that a project declares, as far as they are seen at a glance: for completion, which must
/// neither wait nor complain.
struct ProjectNames: Sendable {
  private let folder: String?
  private let text: String

  /// Looks for the project of a folder; there may be none.
  init(from start: String) {
    folder = Project.find(from: Files.canonicalPath(start))
    text = folder.flatMap { Self.text(of: "\($0)/\(Project.fileName)") } ?? ""
  }

  /// The keys below `environments:`.
  var environments: [String] {
    var found: [String] = []
    var indent: Int?
    var isInside = false
    for line in text.split(separator: "\n") {
      let depth = line.prefix { $0 == " " }.count
      if depth == 0, line.first != "#" { isInside = line.hasPrefix("environments:") }
      guard isInside, depth > 0, depth == indent ?? depth,
        let match = line.prefixMatch(of: #/ +([A-Za-z0-9_-]+):/#)
      else { continue }
      indent = depth
      found.append(String(match.1))
    }
    return found
  }

  /// The kinds there are, built in or the project's own.
  var kinds: [String] {
    let builtIn = EmbeddedSchemas.files.map(\.name)
    let own = folder.flatMap { try? Files.list("\($0)/schemas") } ?? []
    let names = builtIn + own.filter { !$0.isDirectory }.map(\.name)
    let files = names.filter { $0.hasSuffix(".json") && $0.first?.isUppercase == true }
    let kinds = Set(files.map { String($0.dropLast(".json".count)) })
    return kinds.subtracting(["Project", "Rule", "DriftBaseline"]).sorted()
  }

  /// What the manifests declare, as `Kind/name`.
  var addresses: [String] {
    guard let folder else { return [] }
    var found: Set<String> = []
    for path in listed("manifests", in: folder) ?? ["manifests"] {
      let start = path == "." ? folder : "\(folder)/\(path)"
      for file in (try? Project.yamlFiles(at: .init(path: start, shown: path))) ?? [] {
        guard let text = Self.text(of: file.path) else { continue }
        found.formUnion(Self.addresses(in: text))
      }
    }
    return found.sorted()
  }

  /// The runs whose reports lie in the state's folder, the newest first as far as their names tell.
  var runs: [String] {
    let files = folder.flatMap { try? Files.list("\($0)/\(Project.standardState)/audit") } ?? []
    return files.map(\.name).filter { $0.hasPrefix("r-") && $0.hasSuffix(".json") }
      .map { String($0.dropLast(".json".count)) }.sorted()
  }

  /// The paths of a list on one line, such as `manifests: [a, b]`.
  private func listed(_ key: String, in folder: String) -> [String]? {
    for line in text.split(separator: "\n") where line.hasPrefix("\(key):") {
      guard let match = line.firstMatch(of: /\[(.*)\]/) else { return nil }
      return match.1.split(separator: ",").map { path in
        path.trimmingPrefix { $0 == " " }.filter { $0 != "\"" }
      }
    }
    return nil
  }

  /// Reads kinds and names line by line; a document that is written otherwise is not seen.
  static func addresses(in text: String) -> [String] {
    var found: [String] = []
    var kind: Substring?
    var isMetadata = false
    for line in text.split(whereSeparator: \.isNewline) {
      if line.hasPrefix("---") {
        kind = nil
      } else if line.hasPrefix("kind:") {
        kind = line.firstMatch(of: /kind: *"?([A-Za-z0-9]+)/)?.1
      }
      if line.first != " " { isMetadata = line.hasPrefix("metadata:") }
      guard isMetadata, let kind,
        let match = line.firstMatch(of: /(?:[{ ,])name: *(?:"([^"]+)"|'([^']+)'|([^,}#"']+))/),
        let name = match.1 ?? match.2 ?? match.3
      else { continue }
      isMetadata = false
      found.append("\(kind)/\(String(name).trimmedEnd)")
    }
    return found
  }

  private static func text(of path: String) -> String? {
    (try? Files.read(path, limit: 8 << 20)).map { String(decoding: $0, as: UTF8.self) }
  }
}

extension String {
  fileprivate var trimmedEnd: String {
    var text = self[...]
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}
