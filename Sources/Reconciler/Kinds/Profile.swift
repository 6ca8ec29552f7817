/// Which API a Genesys connection speaks.
package enum Profile: String, Sendable, CaseIterable {
  /// The endpoints of the five guides, where the client chooses ids and PUT creates or replaces.
  case guide
  /// The public Platform API v2.
  case platform
}
