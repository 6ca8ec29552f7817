/// A permission as Genesys Cloud names it, `routing:queue:view`: what may be done with what.
package struct Permission: Sendable, Hashable {
  package let domain: String
  package let entity: String
  package let action: String

  /// Parses `domain:entity:action`; nil for a name of any other shape.
  package init?(_ name: String) {
    let parts = name.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 3, parts.allSatisfy({ !$0.isEmpty }) else { return nil }
    (domain, entity, action) = (parts[0], parts[1], parts[2])
  }
}
