package import DNS

extension SenderReport {
  /// Asks what the domain of a sender publishes, and judges it; nil where the sender's domain is an
  /// address, of which nothing is published.
  ///
  /// The checks ask at the same time, so that silent name servers cost their patience once.
  package static func read(
    _ sender: EmailAddress, selectors: [String], through resolver: any DNSResolving
  ) async -> SenderReport? {
    guard !sender.domain.hasPrefix("["), let domain = DNSName(sender.domain) else { return nil }
    let reading = SenderReading(domain: domain, resolver: resolver)
    async let (mail, addresses) = reading.mail()
    async let policy = reading.policy()
    async let keys = reading.keys(selectors)
    async let requests = reading.requests()
    var records = SenderRecords(domain)
    (records.mail, records.addresses) = await (mail, addresses)
    (records.policy, records.keys, records.requests) = await (policy, keys, requests)
    return SenderReport(records)
  }
}

/// Asks for the records of a domain.
private struct SenderReading: Sendable {
  let domain: DNSName
  let resolver: any DNSResolving

  /// How many domains are looked at upwards.
  private static let mostLevels = 8

  func mail() async -> (DNSAnswer, [DNSAnswer]) {
    let mail = await resolver.answer(to: DNSQuestion(domain, .mx))
    var addresses: [DNSAnswer] = []
    guard mail == .nothing(nameExists: true) else { return (mail, addresses) }
    for type in [DNSType.a, .aaaa] {
      let answer = await resolver.answer(to: DNSQuestion(domain, type))
      addresses.append(answer)
      if case .records = answer { break }
    }
    return (mail, addresses)
  }

  func policy() async -> SPFWalk {
    var walk = SPFWalk(domain)
    while let name = walk.next {
      walk.take(await resolver.answer(to: DNSQuestion(name, .txt)))
    }
    return walk
  }

  func keys(_ selectors: [String]) async -> [SenderRecords.Key] {
    var keys: [SenderRecords.Key] = []
    for selector in selectors {
      let answer = await texts("\(selector)._domainkey", of: domain)
      keys.append(.init(selector: selector, answer: answer))
    }
    return keys
  }

  /// Looks at the domain and then at those above it, of which the last has two labels.
  func requests() async -> [SenderRecords.Place] {
    var requests: [SenderRecords.Place] = []
    var name: DNSName? = domain
    while let place = name, requests.count < Self.mostLevels {
      let answer = await texts("_dmarc", of: place)
      requests.append(.init(name: place, answer: answer))
      if case .unknown = answer { break }
      if answer.texts.contains(where: DMARCPolicy.isOne) { break }
      name = place.labelCount > 2 ? place.parent : nil
    }
    return requests
  }

  /// Asks for the texts of a name below a domain, of which there are none where it is no name.
  private func texts(_ prefix: String, of domain: DNSName) async -> DNSAnswer {
    guard let name = domain.below(prefix) else { return .nothing(nameExists: false) }
    return await resolver.answer(to: DNSQuestion(name, .txt))
  }
}
