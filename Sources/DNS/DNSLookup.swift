/// The conversation about one question: whom to ask next, in what way, and for how long.
package struct DNSLookup: Sendable {
  package enum Way: Sendable, Hashable {
    /// UDP, as every question begins.
    case datagram
    /// TCP, for what does not fit into a datagram.
    case stream
  }

  package enum Action: Sendable, Hashable {
    case ask(DNSQuestion, server: Int, Way, within: Duration)
    case done(DNSAnswer)
  }

  /// What came of asking one server.
  package enum Outcome: Sendable, Hashable {
    case answered(DNSMessage)
    case failed(String)
  }

  private let question: DNSQuestion
  private let servers: Int
  private let policy: NameServers.Policy
  /// The name that is asked for, after the aliases followed so far.
  private var name: DNSName
  private var aliases = 0
  private var attempt = 0
  private var way = Way.datagram
  /// Why nobody has answered so far.
  private var reason: String

  package init(_ question: DNSQuestion, _ servers: NameServers) {
    self.question = question
    (self.servers, policy, reason) = (servers.servers.count, servers.policy, servers.absence)
    name = question.name
  }

  /// How many aliases one after another are followed.
  private static let longestChain = 8

  package func next() -> Action {
    guard attempt < servers * policy.attempts else { return .done(.unknown(reason)) }
    let round = attempt / servers
    return .ask(
      DNSQuestion(name, question.type), server: attempt % servers, way,
      within: policy.timeout * (1 << round))
  }

  /// Takes note of an outcome, and returns the answer where it is one.
  package mutating func take(_ outcome: Outcome) -> DNSAnswer? {
    switch outcome {
    case .failed(let reason): return fail(reason)
    case .answered(let message):
      if message.isTruncated, way == .datagram {
        way = .stream
        return nil
      }
      if case .failed(let code) = message.code {
        return fail("the name server answers with the code \(code)")
      }
      return take(message)
    }
  }

  private mutating func fail(_ reason: String) -> DNSAnswer? {
    self.reason = reason
    attempt += 1
    way = .datagram
    return nil
  }

  private mutating func take(_ message: DNSMessage) -> DNSAnswer? {
    let start = name
    while true {
      let own = message.records.filter { $0.name == name }
      let found = own.filter { $0.type == question.type }
      if !found.isEmpty { return .records(found) }
      guard case .alias(let target)? = own.first(where: { $0.type == .cname })?.content else {
        break
      }
      name = target
      aliases += 1
      guard aliases <= Self.longestChain else { return .unknown("its aliases come to no end") }
    }
    if message.code == .noSuchName { return .nothing(nameExists: false) }
    // A server that did not follow an alias itself is asked for what it leads to.
    guard name != start else { return .nothing(nameExists: true) }
    (attempt, way) = (0, .datagram)
    return nil
  }
}
