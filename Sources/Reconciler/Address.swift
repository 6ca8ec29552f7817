/// Where an object stands among the manifests of one environment: `Kind/name`, or a part of it.
package struct Address: Sendable, Hashable {
  package let kind: String
  package let name: String
  /// The remote object meant, where one manifest stands for several: `part`, or `part:element`.
  package let part: String?

  package init(kind: String, name: String, part: String? = nil) {
    self.kind = kind
    self.name = name
    self.part = part
  }

  /// The object that this is a part of, or is itself.
  package var whole: Address { Address(kind: kind, name: name) }

  /// The collection such objects are in: the kind, or `Kind#part`.
  package var collection: String {
    guard let part else { return kind }
    return "\(kind)#\(part.prefix { $0 != ":" })"
  }

  /// Returns the address of a part of this object.
  package func part(_ part: String?) -> Address { Address(kind: kind, name: name, part: part) }

  /// Parses `Kind/name` or `Kind/name#part`; nil where the kind or the name is empty.
  package init?(parsing text: String) {
    let halves = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard halves.count == 2, !halves[0].isEmpty else { return nil }
    let nameAndPart = halves[1].split(
      separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    guard let name = nameAndPart.first, !name.isEmpty else { return nil }
    self.init(
      kind: String(halves[0]), name: String(name),
      part: nameAndPart.count == 2 ? String(nameAndPart[1]) : nil)
  }
}

extension Address: CustomStringConvertible {
  package var description: String { "\(kind)/\(name)" + (part.map { "#\($0)" } ?? "") }
}

extension Address: Comparable {
  package static func < (lhs: Address, rhs: Address) -> Bool {
    if lhs.kind != rhs.kind { return lhs.kind < rhs.kind }
    if lhs.name != rhs.name { return lhs.name < rhs.name }
    return lhs.part ?? "" < rhs.part ?? ""
  }
}

extension Address {
  /// Hashes the name alone: addresses of one name and several kinds are few.
  package func hash(into hasher: inout Hasher) { hasher.combine(name) }
}
