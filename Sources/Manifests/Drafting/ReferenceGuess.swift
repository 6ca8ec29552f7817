internal import JSON
internal import Reconciler

/// Guesses to which kind a field refers, by the addresses of what it names or by its own name.
struct ReferenceGuess {
  private let kinds: [String]
  private let collections: [String: String]

  init(_ library: KindLibrary) {
    let wires = library.kinds.values.compactMap { kind in
      kind.wires[.platform].map { (kind.name, $0.collection) }
    }
    kinds = wires.map(\.0).sorted { ($1.utf8.count, $0) < ($0.utf8.count, $1) }
    collections = Dictionary(
      wires.map { ($0.1, $0.0) }.sorted { $0.1 < $1.1 }, uniquingKeysWith: { first, _ in first })
  }

  /// Returns the kind of the objects a field names; nil where none of the known ones fits.
  func kind(of entities: Sighting, in field: String) -> String? {
    let paths = Set(entities.present.compactMap { $0["selfUri"]?.string.map(Self.collection) })
    let found = Set(paths.compactMap { collections[$0] })
    if found.count == 1, paths.count == 1 { return found.first }
    return paths.allSatisfy { collections[$0] != nil } || paths.isEmpty ? kind(named: field) : nil
  }

  /// Returns the kind whose objects the ids in a field such as `queueIds` belong to.
  func kind(ofIDsIn field: String) -> String? {
    for ending in ["Ids", "Id", "IDs", "ID"] where field.hasSuffix(ending) {
      return kind(named: String(field.dropLast(ending.count)))
    }
    return nil
  }

  /// Returns the longest kind that the last words of a field's name spell, one or several of them.
  private func kind(named field: String) -> String? {
    let name = field.prefix(1).uppercased() + field.dropFirst()
    return kinds.first { kind in
      [kind, "\(kind)s", kind.dropLast() + "ies"].contains { name.hasSuffix($0) }
    }
  }

  /// Returns the path of the list of which an address names an element.
  private static func collection(_ address: String) -> String {
    let path = address.split(separator: "?", maxSplits: 1).first.map(String.init) ?? ""
    return path.split(separator: "/").dropLast().map { "/\($0)" }.joined()
  }

  /// Returns the path of the list that all entities are of, where it is one.
  func collection(of entities: Sighting) -> String? {
    let paths = Set(entities.present.compactMap { $0["selfUri"]?.string.map(Self.collection) })
    return paths.count == 1 ? paths.first : nil
  }
}
