internal import JSON

/// Where a value stands in what an action is invoked with, as in `${input.customer.id}`.
package struct InputPath: Sendable, Hashable {
  package let names: [String]

  /// Reads a text that is one placeholder and nothing else.
  init?(placeholder text: String) {
    guard text.hasPrefix("${"), text.hasSuffix("}") else { return nil }
    self.init(inside: text.dropFirst(2).dropLast())
  }

  /// Reads what stands between `${` and `}`.
  init?(inside text: Substring) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard parts.first == "input", parts.count > 1,
      parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(isNameByte) })
    else { return nil }
    names = Array(parts.dropFirst())
  }

  package var text: String { (["input"] + names).joined(separator: ".") }

  func value(in input: JSON) throws(SourceFailure) -> JSON {
    var value = input
    for name in names {
      guard let next = value[name] else {
        throw SourceFailure(.input, "\(text) is not given")
      }
      value = next
    }
    return value
  }
}

private func isNameByte(_ byte: UInt8) -> Bool {
  (48...57).contains(byte) || (97...122).contains(byte | 32) || byte == UInt8(ascii: "_")
    || byte == UInt8(ascii: "-")
}
