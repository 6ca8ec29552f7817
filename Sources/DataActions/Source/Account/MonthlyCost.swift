package import AWS
package import JSON
package import World

/// What S3 cost the account in the last 30 days, as Cost Explorer has it, asked once a day at most.
///
/// Each question costs money itself, and the figures are updated about once a day.
package struct MonthlyCost: Sendable {
  private var answer: (amount: JSON, end: ContinuousClock.Instant)?
  private static let life = Duration.seconds(86_400)

  package init() {}

  /// Returns an answer that is still good.
  package func known(at now: ContinuousClock.Instant) -> JSON? {
    answer.flatMap { now < $0.end ? $0.amount : nil }
  }

  /// Takes up an answer.
  package mutating func learn(_ amount: JSON, at now: ContinuousClock.Instant) {
    answer = (amount, now + Self.life)
  }

  /// Asks Cost Explorer for the 30 days before today, every page and both months they lie in.
  package static func ask(
    _ client: AWSClient, today: Timestamp
  ) async throws(AWSFailure) -> ExactDecimal? {
    var total: ExactDecimal? = ExactDecimal(0)
    var token: String?
    var seen: Set<String> = []
    repeat {
      var body: JSON = [
        "TimePeriod": [
          "Start": .string(date(today.advanced(by: .seconds(-30 * 86_400)))),
          "End": .string(date(today)),
        ],
        "Granularity": "MONTHLY", "Metrics": ["UnblendedCost"],
        "Filter": [
          "Dimensions": ["Key": "SERVICE", "Values": ["Amazon Simple Storage Service"]]
        ],
      ]
      if let token { body["NextPageToken"] = .string(token) }
      let answer = try await client.call("GetCostAndUsage", body)
      guard let periods = answer["ResultsByTime"]?.array else { return nil }
      for period in periods {
        let amount = period["Total"]?["UnblendedCost"]?["Amount"]?.string
        guard let amount = amount.flatMap({ ExactDecimal($0) }) else { return nil }
        total = total?.adding(amount)
      }
      token = answer["NextPageToken"]?.string
      if let token, !seen.insert(token).inserted { return nil }
    } while token != nil
    return total
  }

  private static func date(_ time: Timestamp) -> String { String(time.rfc3339.prefix(10)) }
}
