package import JSON

/// How a sandbox behaves; the command line's flags, with their defaults.
package struct SandboxOptions: Sendable {
  /// An identifier and its secret, of an OAuth client or an AWS key.
  package struct Pair: Sendable, Hashable {
    package let id: String
    package let secret: String

    package init(id: String, secret: String) {
      self.id = id
      self.secret = secret
    }

    /// Parses `id:secret`.
    package init?(_ text: String) {
      let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else { return nil }
      self.init(id: String(parts[0]), secret: String(parts[1]))
    }
  }

  /// The org's port; 0 takes a free one.
  package var port: UInt16 = 0
  /// The S3 account's port; 0 takes a free one.
  package var s3Port: UInt16 = 0
  /// The port that takes mail; 0 takes a free one, nil takes no mail.
  package var mailPort: UInt16?
  /// The OAuth clients that get a token; empty lets any in.
  package var clients: [Pair] = []
  /// The AWS keys that are known beside `sandbox:sandbox`.
  package var awsKeys: [Pair] = []
  package var rateLimit = RateLimit()
  /// Limits of single endpoints beside it, `{"limits": [{method, path, allowed, seconds}]}`.
  package var limits: JSON = []
  /// How many tokens a client gets in a minute; nil gives out any number.
  package var tokenRateLimit: Int?
  /// How many reads a change of a platform object stays unseen.
  package var settleReads = 0
  package var tokenLifetime: Duration = .seconds(86_400)
  /// How long every answer is held back.
  package var latency: Duration = .zero
  /// What the org and the account hold at the start and after a reset.
  package var seed: JSON = [:]
  /// Faults to be played, `{"faults": […]}`.
  package var faults: JSON = []
  /// A file that keeps the store from one run to the next; it wins over the seed.
  package var stateFile: String?

  package init() {}
}
