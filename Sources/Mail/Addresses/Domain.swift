/// Says what is wrong with a domain, and at which of its scalars.
struct DomainError: Error {
  let message: String
  let offset: Int
  let remedy: String
}

/// Returns a domain in ASCII and lower case, labels of other scripts as `xn--…`.
func asciiDomain(_ text: String, _ policy: EmailAddress.Policy) throws(DomainError) -> String {
  var labels: [String] = []
  var offset = 0
  for label in text.split(separator: ".", omittingEmptySubsequences: false) {
    labels.append(try asciiLabel(label, at: offset))
    offset += label.unicodeScalars.count + 1
  }
  guard labels.count > 1 || policy == .anywhere else {
    throw DomainError(
      message: "\"\(text)\" is no domain of the internet", offset: 0,
      remedy: "write it whole, as example.com")
  }
  if let last = labels.last, labels.count > 1, last.utf8.allSatisfy({ (48...57).contains($0) }) {
    throw DomainError(
      message: "the domain ends in a number", offset: 0, remedy: "write an address as [192.0.2.1]")
  }
  let domain = labels.joined(separator: ".")
  guard domain.utf8.count <= 253 else {
    throw DomainError(
      message: "the domain has more than 253 bytes", offset: 0, remedy: "no server has that name")
  }
  return domain
}

private func asciiLabel(_ label: Substring, at offset: Int) throws(DomainError) -> String {
  let lower = label.lowercased()
  if let fault = lower.unicodeScalars.enumerated().first(where: { !isLabelScalar($0.element) }) {
    throw DomainError(
      message: "\"\(fault.element)\" stands in no domain", offset: offset + fault.offset,
      remedy: "check the spelling, or write the domain as xn--…")
  }
  guard !lower.isEmpty, lower.first != "-", lower.last != "-" else {
    throw DomainError(
      message: "a part of the domain is empty or has a hyphen at its edge", offset: offset,
      remedy: "check the spelling")
  }
  let ascii = lower.utf8.allSatisfy { $0 < 0x80 } ? lower : "xn--" + punycode(lower)
  guard ascii.utf8.count <= 63 else {
    throw DomainError(
      message: "a part of the domain has more than 63 bytes", offset: offset,
      remedy: "no server has that name")
  }
  return ascii
}

/// Tells whether a scalar can be taken as it is: no form of another one, nothing that composes.
///
/// The mapping and normalising tables of IDNA are left out, so that a name that needs them is refused.
private func isLabelScalar(_ scalar: Unicode.Scalar) -> Bool {
  if scalar.isASCII { return isAlphanumeric(UInt8(scalar.value)) || scalar == "-" }
  let properties = scalar.properties
  let isLetter = properties.isAlphabetic || properties.numericType == .decimal
  let isMapped = properties.changesWhenNFKCCaseFolded && scalar != "ß" && scalar != "ς"
  let composes =
    properties.canonicalCombiningClass != .notReordered || (0x1100...0x11FF).contains(scalar.value)
  return isLetter && !isMapped && !composes
}
