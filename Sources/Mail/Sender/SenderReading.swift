package import DNS

extension SenderReport {
  /// Asks what the domain of a sender publishes, and judges it; nil where the sender's domain is an
  /// address, of which nothing is published.
  package static func read(
    _ sender: EmailAddress, selectors: [String], through resolver: any DNSResolving
  ) async -> SenderReport? {
    guard !sender.domain.hasPrefix("["), let domain = DNSName(sender.domain) else { return nil }
    var records = SenderRecords(domain)
    await records.readMail(through: resolver)
    while let name = records.policy.next {
      records.policy.take(await resolver.answer(to: DNSQuestion(name, .txt)))
    }
    for selector in selectors {
      let name = domain.below("\(selector)._domainkey")
      let answer = await name.asked(.txt, resolver)
      records.keys.append((selector, answer))
    }
    await records.readRequests(through: resolver)
    return SenderReport(records)
  }
}

extension SenderRecords {
  fileprivate mutating func readMail(through resolver: any DNSResolving) async {
    mail = await resolver.answer(to: DNSQuestion(domain, .mx))
    guard mail == .nothing(nameExists: true) else { return }
    for type in [DNSType.a, .aaaa] {
      let answer = await resolver.answer(to: DNSQuestion(domain, type))
      addresses.append(answer)
      if case .records = answer { return }
    }
  }

  /// Looks at the domain and then at those above it, of which the last has two labels.
  fileprivate mutating func readRequests(through resolver: any DNSResolving) async {
    var name: DNSName? = domain
    while let place = name, requests.count < Self.mostLevels {
      let answer = await place.below("_dmarc").asked(.txt, resolver)
      requests.append(Place(name: place, answer: answer))
      if case .unknown = answer { return }
      if answer.texts.contains(where: DMARCPolicy.isOne) { return }
      name = place.labelCount > 2 ? place.parent : nil
    }
  }

  private static var mostLevels: Int { 8 }
}

extension DNSName? {
  /// Asks for a name, of which there is nothing where it is none.
  fileprivate func asked(_ type: DNSType, _ resolver: any DNSResolving) async -> DNSAnswer {
    guard let self else { return .nothing(nameExists: false) }
    return await resolver.answer(to: DNSQuestion(self, type))
  }
}
