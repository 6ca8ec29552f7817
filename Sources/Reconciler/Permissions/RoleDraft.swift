package import JSON

/// A role with just the permissions that are needed, as the API takes it.
package struct RoleDraft: Sendable {
  private let name: String
  private let description: String
  private let permissions: Set<Permission>

  /// Makes a role; nil where a permission is none that a role of Genesys Cloud can hold.
  package init?(name: String, description: String, permissions: some Sequence<String>) {
    var known: Set<Permission> = []
    for text in permissions {
      guard let permission = Permission(text) else { return nil }
      known.insert(permission)
    }
    self.name = name
    self.description = description
    self.permissions = known
  }

  /// The body of a role, its policies by domain and entity.
  package var json: JSON {
    let groups = Dictionary(grouping: permissions) { [$0.domain, $0.entity] }
    let policies = groups.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { place, group in
      JSON.object([
        "domain": .string(place[0]), "entityName": .string(place[1]),
        "actionSet": .array(group.map(\.action).sorted().map(JSON.string)),
      ])
    }
    return [
      "name": .string(name), "description": .string(description),
      "permissionPolicies": .array(policies),
    ]
  }
}
