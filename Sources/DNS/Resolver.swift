package import World

/// Asks name servers, one after another, until one of them knows.
package struct Resolver: DNSResolving {
  private let servers: NameServers
  private let exchange: any DNSExchange
  private let world: World

  package init(_ servers: NameServers, world: World) {
    self.init(servers, exchange: SocketExchange(world: world), world: world)
  }

  package init(_ servers: NameServers, exchange: any DNSExchange, world: World) {
    (self.servers, self.exchange, self.world) = (servers, exchange, world)
  }

  package func answer(to question: DNSQuestion) async -> DNSAnswer {
    var lookup = DNSLookup(question, servers)
    while true {
      switch lookup.next() {
      case .done(let answer): return answer
      case .ask(let question, let server, let way, let time):
        let query = DNSQuery(id: UInt16(world.random() * 65_536), question: question)
        let outcome = await exchange.ask(query, servers.servers[server], way, within: time)
        if let answer = lookup.take(outcome) { return answer }
      }
    }
  }
}
