/// The domains that mail may go to; none listed means all.
package struct AllowedDomains: Sendable, Hashable {
  private enum Entry: Sendable, Hashable {
    case exactly(String)
    /// The domains below this one.
    case below(String)
  }

  private let entries: [Entry]

  /// Allows every domain.
  package init() { entries = [] }

  /// Allows these domains and no others; `*.example.com` stands for all below `example.com`.
  package init(_ texts: [String]) throws(AddressError) {
    var entries: [Entry] = []
    for text in texts {
      let isWildcard = text.hasPrefix("*.")
      do throws(DomainError) {
        let domain = try asciiDomain(isWildcard ? String(text.dropFirst(2)) : text, .anywhere)
        entries.append(isWildcard ? .below(domain) : .exactly(domain))
      } catch {
        throw AddressError(
          error.message, of: text, at: error.offset + (isWildcard ? 3 : 1),
          remedy: "write a domain as example.com or *.example.com")
      }
    }
    self.entries = entries
  }

  package func contains(_ address: EmailAddress) -> Bool {
    entries.isEmpty
      || entries.contains { entry in
        switch entry {
        case .exactly(let domain): address.domain == domain
        case .below(let domain): address.domain.hasSuffix("." + domain)
        }
      }
  }
}
