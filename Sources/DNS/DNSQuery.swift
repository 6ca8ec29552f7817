/// A question on its way to a name server, under a number that its answer has to bear.
package struct DNSQuery: Sendable, Hashable {
  package let id: UInt16
  package let question: DNSQuestion

  package init(id: UInt16, question: DNSQuestion) { (self.id, self.question) = (id, question) }

  /// What an answer over UDP may measure; more than this is cut on some ways (DNS flag day 2020).
  static let datagramLimit: UInt16 = 1232

  /// The bytes of RFC 1035, which ask for recursion, with the size of RFC 6891.
  package var bytes: [UInt8] {
    var bytes: [UInt8] = []
    func add(_ number: UInt16) { bytes += [UInt8(number >> 8), UInt8(number & 0xff)] }
    let recursionDesired: UInt16 = 0x0100
    // One question, no answers and authorities, one additional record.
    for number in [id, recursionDesired, 1, 0, 0, 1] { add(number) }
    for label in question.name.labels { bytes += [UInt8(label.count)] + label }
    bytes.append(0)
    let internet: UInt16 = 1
    add(question.type.rawValue)
    add(internet)
    // OPT: the root's name, type 41, size, no flags, no data.
    bytes.append(0)
    for number in [41, Self.datagramLimit, 0, 0, 0] { add(number) }
    return bytes
  }
}
