/// How many further attempts all requests together may make while little succeeds.
///
/// Each further attempt takes tokens, and what succeeds gives some back: a service in trouble is
/// asked once for each request, and no longer several times.
package struct RetryQuota: Sendable, Hashable {
  /// What requests have left to take.
  package private(set) var tokens: Int
  private let capacity: Int

  /// Makes one that is full, by default as large as that of the AWS SDKs.
  package init(capacity: Int = 500) {
    self.capacity = capacity
    tokens = capacity
  }

  /// Takes what an attempt after that outcome costs, or returns nil where too little is left.
  package mutating func take(after outcome: Result<HTTPResponse, TransportError>) -> Int? {
    var cost = 5
    if case .failure(let error) = outcome, error.reason == .timeout { cost = 10 }
    guard tokens >= cost else { return nil }
    tokens -= cost
    return cost
  }

  /// Takes up that a request succeeded whose last attempt had cost that much.
  package mutating func succeed(afterPaying cost: Int) {
    tokens = min(capacity, tokens + max(cost, 1))
  }
}
