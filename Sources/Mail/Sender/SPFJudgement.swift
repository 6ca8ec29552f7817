internal import DNS

/// Judges what the domain says of the servers that send its mail.
struct SPFJudgement {
  private(set) var judgement = SenderJudgement()

  init(_ records: SenderRecords) {
    let (walk, domain) = (records.policy, records.domain)
    switch walk.found[domain] {
    case .unknown(let reason):
      judgement.find(.unknownSPF, "it is unknown whether \(domain) has SPF: \(reason)")
    case nil, .some(.none):
      judgement.find(.spfMissing, "\(domain) does not say which servers send its mail")
    case .several(let count):
      judgement.find(.spfSeveral, "\(domain) has \(count) records of SPF")
    case .faulty(let fault):
      judgement.find(.spfFaulty, "SPF of \(domain): \(fault.message)")
    case .record(let record):
      judge(record, walk.end(of: domain), domain)
      judge(walk.count, domain)
    }
  }

  private mutating func judge(_ record: SPFRecord, _ end: SPFWalk.End, _ domain: DNSName) {
    switch end {
    case .qualifier(.pass):
      judgement.find(.spfOpen, "SPF of \(domain) ends with +all, so that everybody may send")
    case .qualifier(.neutral):
      judgement.find(.spfNeutral, "SPF of \(domain) ends with ?all")
    case .none:
      judgement.find(.spfNeutral, "SPF of \(domain) ends with neither -all nor ~all")
    case .qualifier, .unknown: break
    }
  }

  private mutating func judge(_ count: SPFWalk.Count, _ domain: DNSName) {
    let words = "judging by SPF of \(domain) takes"
    if count.isCircle { judgement.find(.spfCircle, "SPF of \(domain) leads back to itself") }
    if count.lookups > 10 {
      judgement.find(.spfLookups, "\(words) \(count.lookups) lookups; 10 are allowed")
    }
    for name in count.broken {
      judgement.find(.spfBroken, "SPF of \(domain) leads to \(name), which has none that counts")
    }
    if count.usesNames { judgement.find(.spfNames, "SPF of \(domain) uses ptr") }
    for name in count.unknown {
      judgement.find(
        .unknownSPF, "SPF of \(domain) leads to \(name), of which nobody told anything")
    }
    judgement.seen = "\(words) \(count.lookups) of the 10 lookups that are allowed"
  }
}

extension SPFWalk {
  /// How a record ends, for servers that nothing else is true of.
  enum End: Sendable, Hashable {
    case qualifier(SPFRecord.Qualifier)
    case none
    /// The record it goes on with is not known.
    case unknown
  }

  /// Returns the end of a domain's record, redirects followed.
  func end(of domain: DNSName) -> End {
    var name = domain
    for _ in 0...found.count {
      guard case .record(let record)? = found[name] else { return .unknown }
      if let all = record.all { return .qualifier(all) }
      guard let redirect = record.effectiveRedirect else { return .none }
      guard !redirect.contains("%"), let target = DNSName(redirect) else { return .unknown }
      name = target
    }
    return .unknown
  }
}
