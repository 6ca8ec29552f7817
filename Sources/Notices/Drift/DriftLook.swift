package import Reconciler
package import World

/// What one look at an environment came to.
package struct DriftLook: Sendable {
  package enum Outcome: Sendable {
    /// Everything was read; these differences are all there are.
    case whole([DriftDifference])
    /// Part was read: these differences are there, and of the rest nothing can be said.
    case part([DriftDifference], unread: Unread, DriftFailure)
    /// Nothing was read, so that nothing can be said to be over.
    case failed(DriftFailure)
  }

  /// What a look could not see, or not well enough to say that something is over there.
  package struct Unread: Sendable {
    /// The kinds of which some objects were not read.
    let kinds: Set<String>
    /// Objects that were read and hang on something that was not.
    let addresses: Set<String>
    private let isEverything: Bool

    package init(kinds: Set<String>, addresses: Set<Address> = []) {
      (self.kinds, isEverything) = (kinds, false)
      self.addresses = Set(addresses.lazy.map { $0.whole.description })
    }

    private init() { (kinds, addresses, isEverything) = ([], [], true) }

    /// What a look could not see that saw nothing well enough.
    package static let everything = Unread()

    /// Tells whether a difference that was told at a place may be there still.
    func covers(_ place: String) -> Bool {
      isEverything || kinds.contains(String(place.prefix { $0 != "/" }))
        || addresses.contains { address in
          place == address || place.hasPrefix("\(address) /") || place.hasPrefix("\(address)#")
        }
    }
  }

  package let environment: String
  package let outcome: Outcome
  package let at: Timestamp
  /// Where the run that looked can be seen.
  package let link: String?
  /// What of the environment was looked at, such as `kind=Webhook`; nil where that was all of it.
  package let part: String?

  package init(
    environment: String, outcome: Outcome, at: Timestamp, link: String? = nil, part: String? = nil
  ) {
    (self.environment, self.outcome, self.at) = (environment, outcome, at)
    (self.link, self.part) = (link, part)
  }
}
