/// An answer of a name server, as far as it is of use.
package struct DNSMessage: Sendable, Hashable {
  /// What the server says of the question as a whole.
  package enum Code: Sendable, Hashable {
    case ok
    case noSuchName
    /// It failed, refuses, or does not know how.
    case failed(UInt8)
  }

  package let id: UInt16
  package let question: DNSQuestion
  package let isTruncated: Bool
  package let code: Code
  package let records: [DNSRecord]

  /// Reads bytes that may be anything; nil where they are no answer to one question.
  ///
  /// A record that does not hold what its type says is left out, and what lies beyond the answers is not
  /// looked at.
  package init?(_ bytes: [UInt8]) {
    var reader = DNSReader(bytes)
    guard let id = reader.number(), let flags = reader.number(), flags & 0x8000 != 0,
      reader.number() == 1, let count = reader.number(), reader.number() != nil,
      reader.number() != nil, let name = reader.name(),
      let type = reader.number().flatMap(DNSType.init), reader.number() == 1
    else { return nil }
    self.id = id
    question = DNSQuestion(name, type)
    isTruncated = flags & 0x0200 != 0
    let code = UInt8(flags & 0xf)
    self.code = code == 0 ? .ok : code == 3 ? .noSuchName : .failed(code)
    var records: [DNSRecord] = []
    for _ in 0..<count {
      guard let record = reader.record() else {
        // What is cut is asked for again; what is whole has to be so.
        guard isTruncated else { return nil }
        break
      }
      if let known = record.known { records.append(known) }
    }
    self.records = records
  }

  /// Whether it answers a query, and not somebody else's.
  package func answers(_ query: DNSQuery) -> Bool { id == query.id && question == query.question }
}

extension DNSReader {
  /// A record that is whole; nil inside where it is of a type that nobody asks for.
  fileprivate struct Entry { let known: DNSRecord? }

  fileprivate mutating func record() -> Entry? {
    guard let name = name(), let type = number(), let space = number(), take(4) != nil,
      let length = number()
    else { return nil }
    // A name in the data may refer to what stands before it, so that the data is read in its place.
    var data = self
    guard take(Int(length)) != nil else { return nil }
    let content =
      space == 1 ? DNSType(rawValue: type).flatMap { data.content($0, end: place) } : nil
    return Entry(known: content.map { DNSRecord(name: name, content: $0) })
  }

  private mutating func content(_ type: DNSType, end: Int) -> DNSRecord.Content? {
    switch type {
    case .a: return place + 4 == end ? take(4).map { .address($0) } : nil
    case .aaaa: return place + 16 == end ? take(16).map { .address($0) } : nil
    case .cname: return name().flatMap { place == end ? .alias($0) : nil }
    case .mx:
      guard let preference = number(), let exchange = name(), place == end else { return nil }
      return .mail(preference: preference, exchange: exchange)
    case .txt:
      var text: [UInt8] = []
      while place < end {
        guard let count = byte(), place + Int(count) <= end, let part = take(Int(count)) else {
          return nil
        }
        text += part
      }
      return .text(text)
    }
  }
}
