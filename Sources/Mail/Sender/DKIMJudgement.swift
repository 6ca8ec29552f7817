internal import DNS

/// Judges the keys of the domain's signatures.
struct DKIMJudgement {
  private(set) var judgement = SenderJudgement()

  init(_ records: SenderRecords) { judge(records) }

  private mutating func judge(_ records: SenderRecords) {
    guard !records.keys.isEmpty else {
      return judgement.find(
        .dkimUnnamed, "mail.dkimSelector names no key of \(records.domain) to look for")
    }
    var seen: [String] = []
    for key in records.keys {
      let place = "\(key.selector)._domainkey.\(records.domain)"
      if case .unknown(let reason) = key.answer {
        judgement.find(.unknownDKIM, "it is unknown whether \(place) has a key: \(reason)")
      } else if let words = judge(key.answer.texts, place) {
        seen.append(words)
      }
    }
    if !seen.isEmpty { judgement.seen = seen.joined(separator: "; ") }
  }

  /// Judges the records of one selector, and returns what its key is.
  private mutating func judge(_ texts: [String], _ place: String) -> String? {
    guard let text = texts.first else {
      judgement.find(.dkimMissing, "there is no key at \(place)")
      return nil
    }
    if texts.count > 1 { judgement.find(.dkimSeveral, "\(place) has \(texts.count) records") }
    do throws(RecordFault) {
      return judge(try DKIMKey(text), place)
    } catch {
      judgement.find(.dkimFaulty, "\(place): \(error.message)")
      return nil
    }
  }

  private mutating func judge(_ key: DKIMKey, _ place: String) -> String? {
    if !key.isForMail { judgement.find(.dkimUnusable, "\(place): s= is not for mail") }
    if !key.takesSHA256 { judgement.find(.dkimUnusable, "\(place): h= is without sha256") }
    if key.isTesting { judgement.find(.dkimTesting, "\(place) is marked as a trial (t=y)") }
    switch key.kind {
    case .revoked:
      judgement.find(.dkimRevoked, "the key at \(place) is revoked")
      return nil
    case .rsa(let bits) where bits < 1024:
      judgement.find(.dkimWeak, "the key at \(place) has \(bits) bits")
    case .rsa(let bits) where bits < 2048:
      judgement.find(.dkimShort, "the key at \(place) has \(bits) bits")
    case .rsa(let bits): return "\(place) has an RSA key of \(bits) bits"
    case .ed25519: return "\(place) has an Ed25519 key"
    }
    return nil
  }
}
