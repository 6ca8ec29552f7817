package import HTTP

/// How often an external API is asked, and how far it is followed.
package struct UpstreamPolicy: Sendable, Hashable {
  package var retry: RetryPolicy
  /// How many redirects are followed, one after another.
  package var redirects: Int
  /// What an attempt is given at least, or it is not made.
  package var leastAttempt: Duration
  /// How many bytes of an answer are read, counted behind its decompression.
  package var bodyLimit: Int

  /// Makes a policy of so many attempts in all, with waits of up to 1 s, 2 s, 4 s between them.
  package init(
    attempts: Int = 3, backoff: Backoff = Backoff(), redirects: Int = 5,
    leastAttempt: Duration = .seconds(1), bodyLimit: Int = 1 << 20
  ) {
    retry = RetryPolicy(backoff: backoff, retries: max(0, attempts - 1))
    self.redirects = redirects
    self.leastAttempt = leastAttempt
    self.bodyLimit = bodyLimit
  }
}
