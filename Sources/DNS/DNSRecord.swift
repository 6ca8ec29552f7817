/// What can be asked of a name.
package enum DNSType: UInt16, Sendable, Hashable {
  case a = 1
  case cname = 5
  case mx = 15
  case txt = 16
  case aaaa = 28
}

/// Something that the domain name system says of a name.
package struct DNSRecord: Sendable, Hashable {
  package enum Content: Sendable, Hashable {
    /// An address of IP, as its bytes.
    case address([UInt8])
    case alias(DNSName)
    case mail(preference: UInt16, exchange: DNSName)
    /// The strings of the record one after another, as those who read it take it.
    case text([UInt8])
  }

  package let name: DNSName
  package let content: Content

  package init(name: DNSName, content: Content) { (self.name, self.content) = (name, content) }

  /// The type that was to be asked for.
  var type: DNSType {
    switch content {
    case .address(let bytes): bytes.count == 4 ? .a : .aaaa
    case .alias: .cname
    case .mail: .mx
    case .text: .txt
    }
  }
}

/// A name and what is to be known of it.
package struct DNSQuestion: Sendable, Hashable {
  package let name: DNSName
  package let type: DNSType

  package init(_ name: DNSName, _ type: DNSType) { (self.name, self.type) = (name, type) }
}
