internal import Crypto
package import Mail

extension MessageID {
  /// The name of a report's message to a recipient: the same each time it is sent for a period, so that
  /// a mailbox that gets it twice can know that.
  ///
  /// Where a message is split, its parts count from 1.
  package init(
    report: String, period: String, recipient: EmailAddress, part: Int = 1,
    sender: EmailAddress
  ) {
    let key = [report, period, recipient.text, String(part)]
      .map { "\($0.utf8.count):\($0)" }.joined(separator: ",")
    let domain = sender.domain.hasPrefix("[") ? "gcsync.invalid" : sender.domain
    let digest = SHA256.hash("gcsync.report/1\n\(key)").hex.prefix(40)
    guard let id = MessageID("\(digest)@\(domain)") else {
      preconditionFailure("Hexadecimal digits and a domain are a name.")
    }
    self = id
  }
}
