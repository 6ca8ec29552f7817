/// What a client must be allowed to do for the objects of one kind.
package struct PermissionNeed: Sendable, Hashable {
  /// What makes the kind one that is needed; the strongest cause counts.
  package enum Cause: String, Sendable, Comparable {
    /// An object outside the manifests is looked up by its name.
    case referenced
    /// An object was written before and is no longer declared, so that it may have to go.
    case recorded
    case declared

    private var rank: Int {
      switch self {
      case .referenced: 0
      case .recorded: 1
      case .declared: 2
      }
    }

    package static func < (lhs: Cause, rhs: Cause) -> Bool { lhs.rank < rhs.rank }
  }

  package let kind: String
  package let cause: Cause
  package let read: [String]
  /// What writing takes beyond reading; empty for what is only looked up.
  package let write: [String]

  package init(kind: String, cause: Cause, read: [String], write: [String]) {
    self.kind = kind
    self.cause = cause
    self.read = read.sorted()
    self.write = Set(write).subtracting(read).sorted()
  }

  package var all: [String] { read + write }
}

extension PermissionNeed {
  /// Returns what a profile asks for those of the kinds given that the org keeps, by kind.
  package static func needs(
    of kinds: [(kind: Kind, cause: Cause)], in profile: Profile
  ) -> [PermissionNeed] {
    var causes: [String: (kind: Kind, cause: Cause)] = [:]
    for (kind, cause) in kinds {
      let known = causes[kind.name]?.cause ?? cause
      causes[kind.name] = (kind, max(known, cause))
    }
    return causes.values.sorted { $0.kind.name < $1.kind.name }.compactMap { kind, cause in
      kind.wires[profile].flatMap { wire in
        guard wire.service == .genesys else { return nil }
        return PermissionNeed(
          kind: kind.name, cause: cause, read: wire.permissions.read,
          write: cause == .referenced ? [] : wire.permissions.write)
      }
    }
  }
}
