/// What a domain asks receivers to do with mail that neither SPF nor DKIM vouch for (RFC 7489, 6.3).
struct DMARCPolicy: Sendable, Hashable {
  enum Request: String, Sendable, Hashable { case none, quarantine, reject }

  let request: Request
  /// What is asked for mail of the domains below; nil for the same.
  let subdomainRequest: Request?
  /// Of how much mail it is asked, in percent.
  let percent: Int
  /// Whether somebody gets the summaries that receivers send.
  let hasReports: Bool

  /// Tells whether a text is meant as one.
  static func isOne(_ text: String) -> Bool {
    let parts = (text.split(separator: ";").first ?? "").split(separator: "=", maxSplits: 1)
    return parts.count == 2 && parts[0].trimmingSpace == "v" && parts[1].trimmingSpace == "DMARC1"
  }

  init(_ text: String) throws(RecordFault) {
    let tags = try TagList(text)
    guard let request = try Self.request("p", tags) else { throw RecordFault("it has no p=") }
    self.request = request
    subdomainRequest = try Self.request("sp", tags)
    let share = tags["pct"] ?? "100"
    guard let percent = Int(share), (0...100).contains(percent) else {
      throw RecordFault("pct=\(shown(share)) is no percentage")
    }
    self.percent = percent
    for name in ["adkim", "aspf"] {
      let value = tags[name]?.lowercased() ?? "r"
      guard ["r", "s"].contains(value) else {
        throw RecordFault("\(name)=\(shown(value)) is neither r nor s")
      }
    }
    let places = (tags["rua"] ?? "").split(separator: ",").map(\.trimmingSpace)
    if let fault = places.first(where: { !Self.isPlace($0) }) {
      throw RecordFault("rua= names \"\(shown(fault))\", which is no mailto:")
    }
    hasReports = !places.isEmpty
  }

  private static func request(
    _ name: String, _ tags: TagList
  ) throws(RecordFault) -> Request? {
    guard let value = tags[name] else { return nil }
    guard let request = Request(rawValue: value.lowercased()) else {
      throw RecordFault("\(name)=\(shown(value)) is neither none, quarantine nor reject")
    }
    return request
  }

  /// Tells whether a text is `mailto:address`, with a limit such as `!10m` or without.
  private static func isPlace(_ text: Substring) -> Bool {
    guard text.lowercased().hasPrefix("mailto:") else { return false }
    let address = text.dropFirst(7).prefix { $0 != "!" && $0 != "?" }
    return (try? EmailAddress(parsing: String(address), .internet)) != nil
  }
}
