internal import DNS

/// The records that a domain's own one leads to, fetched name by name and then counted.
struct SPFWalk: Sendable {
  /// What is known of one domain's record.
  enum Found: Sendable, Hashable {
    case record(SPFRecord)
    case none
    /// More than one, so that none counts.
    case several(Int)
    case faulty(RecordFault)
    case unknown(String)
  }

  let domain: DNSName
  private(set) var found: [DNSName: Found] = [:]
  private var waiting: [DNSName]

  /// How many records are fetched at most; more than 10 lookups are wrong anyway.
  private static let mostRecords = 24

  init(_ domain: DNSName) { (self.domain, waiting) = (domain, [domain]) }

  /// The name whose texts are wanted next.
  var next: DNSName? { found.count < Self.mostRecords ? waiting.first : nil }

  /// Takes the texts of the name that was wanted.
  mutating func take(_ answer: DNSAnswer) {
    guard !waiting.isEmpty else { return }
    let name = waiting.removeFirst()
    let found = Found(answer)
    self.found[name] = found
    guard case .record(let record) = found else { return }
    for target in record.targets.compactMap(\.name)
    where self.found[target] == nil && !waiting.contains(target) {
      waiting.append(target)
    }
  }
}

extension SPFWalk.Found {
  init(_ answer: DNSAnswer) {
    switch answer {
    case .unknown(let reason): self = .unknown(reason)
    case .nothing: self = .none
    case .records(let records):
      let texts = records.compactMap(\.text).filter(SPFRecord.isOne)
      guard let text = texts.first else { self = .none; return }
      guard texts.count == 1 else { self = .several(texts.count); return }
      do throws(RecordFault) {
        self = .record(try SPFRecord(text))
      } catch {
        self = .faulty(error)
      }
    }
  }
}

extension SPFRecord {
  /// Another domain whose record is judged by, too.
  struct Target: Sendable, Hashable {
    let text: String
    /// Nil where the name depends on the mail in hand.
    var name: DNSName? { text.contains("%") ? nil : DNSName(text) }
  }

  var targets: [Target] {
    let included = reached.compactMap { directive -> Target? in
      if case .include(let text) = directive.mechanism { Target(text: text) } else { nil }
    }
    return included + [effectiveRedirect].compactMap(\.self).map(Target.init)
  }
}

extension DNSRecord {
  /// The text of the record, in which every byte stands for one character.
  var text: String? {
    guard case .text(let bytes) = content else { return nil }
    return String(String.UnicodeScalarView(bytes.map(UnicodeScalar.init)))
  }
}
