internal import DNS

/// Judges what the domain, or one above it, asks receivers to do.
struct DMARCJudgement {
  private(set) var judgement = SenderJudgement()

  init(_ records: SenderRecords) { judge(records) }

  private mutating func judge(_ records: SenderRecords) {
    let domain = records.domain
    guard let last = records.requests.last else { return }
    if case .unknown(let reason) = last.answer {
      return judgement.find(
        .unknownDMARC, "it is unknown whether _dmarc.\(last.name) has a record: \(reason)")
    }
    let texts = last.answer.texts.filter(DMARCPolicy.isOne)
    guard let text = texts.first else {
      return judgement.find(.dmarcMissing, "\(domain) has no DMARC, and no domain above it has")
    }
    guard texts.count == 1 else {
      return judgement.find(.dmarcSeveral, "_dmarc.\(last.name) has \(texts.count) records")
    }
    do throws(RecordFault) {
      judge(try DMARCPolicy(text), at: last.name, for: domain)
    } catch {
      judgement.find(.dmarcFaulty, "_dmarc.\(last.name): \(error.message)")
    }
  }

  private mutating func judge(_ policy: DMARCPolicy, at name: DNSName, for domain: DNSName) {
    let isAbove = name != domain
    let request = isAbove ? policy.subdomainRequest ?? policy.request : policy.request
    let tag = isAbove && policy.subdomainRequest != nil ? "sp" : "p"
    let words = "_dmarc.\(name) asks for \(tag)=\(request.rawValue)"
    if request == .none { judgement.find(.dmarcNone, words) }
    if policy.percent < 100, request != .none {
      judgement.find(.dmarcPartial, "\(words) for \(policy.percent) % of the mail")
    }
    if !policy.hasReports { judgement.find(.dmarcUnheard, "_dmarc.\(name) has no rua") }
    judgement.seen = words
  }
}
