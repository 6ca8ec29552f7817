/// What came of asking the domain name system.
package enum DNSAnswer: Sendable, Hashable {
  /// What was asked for, aliases followed; never empty.
  case records([DNSRecord])
  /// There is nothing of the kind, and perhaps not even the name.
  case nothing(nameExists: Bool)
  /// Nobody answered, or nobody who knows; the reason is a part of a sentence.
  case unknown(String)
}

/// What can be asked.
package protocol DNSResolving: Sendable {
  func answer(to question: DNSQuestion) async -> DNSAnswer
}
