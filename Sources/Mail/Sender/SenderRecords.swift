internal import DNS

/// What the domain of a sender publishes, as it was answered.
struct SenderRecords: Sendable {
  /// What stands at one place where a record was looked for.
  struct Place: Sendable, Hashable {
    let name: DNSName
    let answer: DNSAnswer
  }

  /// What stands under one selector.
  struct Key: Sendable, Hashable {
    let selector: String
    let answer: DNSAnswer
  }

  let domain: DNSName
  var mail = DNSAnswer.nothing(nameExists: true)
  /// The addresses of the domain itself, asked for where it names no server for mail.
  var addresses: [DNSAnswer] = []
  var policy: SPFWalk
  /// The keys, by the selectors that were named.
  var keys: [Key] = []
  /// Where DMARC was looked for, from the domain upwards until there was something.
  var requests: [Place] = []

  init(_ domain: DNSName) { (self.domain, policy) = (domain, SPFWalk(domain)) }
}

extension DNSAnswer {
  var texts: [String] {
    if case .records(let records) = self { records.compactMap(\.text) } else { [] }
  }
}
