import Synchronization
import World

extension SigV4 {
  /// The keys derived last: a key is good for all requests of its day, region and service.
  enum SigningKeys {
    private struct Entry {
      let scope: String
      let secret: String
      let key: [UInt8]
    }

    private static let entries = Mutex<[Entry]>([])
    /// More services, regions and roles than one process is likely to talk to in turn.
    private static let limit = 16

    /// Returns the key of a scope, derived where it is not among those known.
    static func key(
      scope: String, secret: Secret, derive: ([UInt8]) -> [UInt8]
    ) -> [UInt8] {
      secret.reveal { secret in
        let known = entries.withLock { entries in
          entries.first { $0.scope == scope && $0.secret == secret }?.key
        }
        if let known { return known }
        let key = derive([UInt8]("AWS4\(secret)".utf8))
        entries.withLock { entries in
          if entries.count == limit { entries.removeFirst() }
          entries.append(Entry(scope: scope, secret: secret, key: key))
        }
        return key
      }
    }
  }
}
