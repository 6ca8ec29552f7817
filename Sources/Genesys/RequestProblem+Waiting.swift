internal import Diagnostics
internal import HTTP
internal import World

extension RequestProblem {
  /// Describes a request that came too often, given how long the service asked to wait.
  func rateLimited(asking wait: Duration?, _ notes: [Diagnostic.Note]) -> Diagnostic {
    guard let wait, wait > RetryPolicy.standardPatience else {
      return .error(
        "rate-limited", "Max retries exceeded for Genesys Cloud API call.", notes: notes,
        hint: "another client uses up the rate limit; try later or with a smaller --budget")
    }
    return .error(
      "rate-limited",
      "Genesys Cloud asks to wait \(wait.inWords), and gcsync waits for at most "
        + RetryPolicy.standardPatience.inWords, notes: notes,
      hint: "run the command again after \(wait.inWords); where other clients use up the limit, "
        + "give gcsync an OAuth client of its own, or a smaller --budget")
  }

  /// Describes a service that cannot answer now.
  func unavailable(_ response: HTTPResponse, _ notes: [Diagnostic.Note]) -> Diagnostic {
    let asked = response.askedWait.flatMap { $0 > RetryPolicy.standardPatience ? $0 : nil }
    return .error(
      "unreachable",
      "Genesys Cloud is not available, status \(response.status)"
        + (asked.map { ", and asks to wait \($0.inWords)" } ?? ""), notes: notes,
      hint: asked.map { "run the command again after \($0.inWords)" })
  }
}

extension HTTPResponse {
  /// How long the service asks to wait, by its own clock.
  var askedWait: Duration? {
    let date = headers["Date"].flatMap(Timestamp.init(httpDate:))
    return askedWait(now: date ?? Timestamp(milliseconds: .max))
  }
}

extension Duration {
  /// Whole seconds, and minutes once there are some: `600 s (10 min)`.
  fileprivate var inWords: String {
    let seconds = components.seconds
    return seconds < 120 ? "\(seconds) s" : "\(seconds) s (\((seconds + 30) / 60) min)"
  }
}
