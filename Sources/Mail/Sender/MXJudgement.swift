internal import DNS

/// Judges whether mail can come back to the domain.
struct MXJudgement {
  private(set) var judgement = SenderJudgement()

  init(_ records: SenderRecords) {
    let domain = records.domain
    switch records.mail {
    case .unknown(let reason):
      judgement.find(.unknownMX, "it is unknown where mail for \(domain) goes: \(reason)")
    case .nothing(nameExists: false):
      judgement.find(.noDomain, "there is no domain \(domain)")
    case .nothing(nameExists: true): judgeAddresses(records)
    case .records(let answers):
      let hosts = answers.compactMap(\.exchange).sorted { ($0.0, "\($0.1)") < ($1.0, "\($1.1)") }
      let real = hosts.filter { !$0.1.isRoot }
      guard let first = real.first else {
        judgement.find(.mxNull, "\(domain) says that it takes no mail, so that no bounce arrives")
        return
      }
      let others = real.count > 1 ? " and \(real.count - 1) more" : ""
      judgement.seen = "mail for \(domain) goes to \(shown(first.1.description))\(others)"
    }
  }

  /// A domain without an MX record gets its mail at its own address.
  private mutating func judgeAddresses(_ records: SenderRecords) {
    let domain = records.domain
    for answer in records.addresses {
      if case .records = answer {
        judgement.seen = "mail for \(domain) goes to the address of \(domain) itself"
        return
      }
      if case .unknown(let reason) = answer {
        return judgement.find(
          .unknownMX, "\(domain) names no server for mail, and its address is unknown: \(reason)")
      }
    }
    judgement.find(
      .mxMissing,
      "\(domain) has neither a server for mail nor an address, so that no bounce arrives")
  }
}

extension DNSRecord {
  fileprivate var exchange: (UInt16, DNSName)? {
    if case .mail(let preference, let exchange) = content { (preference, exchange) } else { nil }
  }
}
