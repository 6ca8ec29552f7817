internal import HTTP

/// A record of the Sender Policy Framework (RFC 7208): which servers may send mail of a domain.
struct SPFRecord: Sendable, Hashable {
  /// What a server gets that a mechanism is true of.
  enum Qualifier: Character, Sendable { case pass = "+", fail = "-", soft = "~", neutral = "?" }

  enum Mechanism: Sendable, Hashable {
    case all
    case include(String)
    /// Addresses or mail servers of a domain; of the record's own where none is named.
    case hosts
    case exists
    /// The names of the server's address, which is out of use.
    case names
    case network

    /// Whether who judges by it has to ask a name server.
    var isLookup: Bool { self != .all && self != .network }
  }

  struct Directive: Sendable, Hashable {
    let qualifier: Qualifier
    let mechanism: Mechanism
  }

  private(set) var directives: [Directive] = []
  private(set) var redirect: String?
  private var hasExplanation = false

  /// Tells whether a text is meant as one.
  static func isOne(_ text: String) -> Bool {
    let lower = text.lowercased()
    return lower == "v=spf1" || lower.hasPrefix("v=spf1 ")
  }

  init(_ text: String) throws(RecordFault) {
    for term in text.split(separator: " ").dropFirst() { try take(String(term)) }
  }

  /// The directives that are looked at: those up to `all`.
  var reached: ArraySlice<Directive> {
    let end = directives.firstIndex { $0.mechanism == .all }
    return end.map { directives[...$0] } ?? directives[...]
  }

  var all: Qualifier? { reached.last.flatMap { $0.mechanism == .all ? $0.qualifier : nil } }

  /// The redirect where it counts, which is without `all`.
  var effectiveRedirect: String? { all == nil ? redirect : nil }

  private mutating func take(_ term: String) throws(RecordFault) {
    let name = term.prefix { $0.isLetter || $0.isNumber || "-_.".contains($0) }
    let rest = term.dropFirst(name.count)
    if rest.first == "=", name.first?.isLetter == true {
      return try modifier(name.lowercased(), String(rest.dropFirst()), term)
    }
    let qualifier = term.first.flatMap(Qualifier.init)
    let body = qualifier == nil ? term[...] : term.dropFirst()
    directives.append(
      Directive(qualifier: qualifier ?? .pass, mechanism: try mechanism(body, term)))
  }

  private mutating func modifier(
    _ name: String, _ value: String, _ term: String
  ) throws(RecordFault) {
    guard isMacroText(value) else { throw Self.fault(term) }
    switch name {
    case "redirect":
      guard redirect == nil, !value.isEmpty else { throw Self.fault(term) }
      redirect = value
    case "exp":
      guard !hasExplanation, !value.isEmpty else { throw Self.fault(term) }
      hasExplanation = true
    default: break
    }
  }

  private func mechanism(
    _ body: Substring, _ term: String
  ) throws(RecordFault) -> Mechanism {
    let name = body.prefix { $0.isLetter || $0.isNumber }
    let rest = body.dropFirst(name.count)
    let value = rest.first == ":" ? rest.dropFirst() : nil
    switch name.lowercased() {
    case "all" where rest.isEmpty: return .all
    case "include":
      if let value, !value.isEmpty, isMacroText(value) { return .include(String(value)) }
    case "exists": if let value, !value.isEmpty, isMacroText(value) { return .exists }
    case "ptr":
      if rest.isEmpty || value.map({ !$0.isEmpty && isMacroText($0) }) == true { return .names }
    case "a", "mx": if isHosts(rest) { return .hosts }
    case "ip4": if let value, isNetwork(value, longest: 32, isVersion6: false) { return .network }
    case "ip6": if let value, isNetwork(value, longest: 128, isVersion6: true) { return .network }
    default: break
    }
    throw Self.fault(term)
  }

  private static func fault(_ term: String) -> RecordFault {
    RecordFault("\"\(shown(term))\" is no term of SPF")
  }
}

/// Tells whether what follows `a` or `mx` is `[:domain][/length][//length]`.
private func isHosts(_ text: Substring) -> Bool {
  var domain = text
  if let range = domain.firstRange(of: "//") {
    guard isLength(domain[range.upperBound...], longest: 128) else { return false }
    domain = domain[..<range.lowerBound]
  }
  // A slash within braces belongs to a macro.
  let start = domain.lastIndex(of: "}") ?? domain.startIndex
  if let slash = domain[start...].lastIndex(of: "/") {
    guard isLength(domain[domain.index(after: slash)...], longest: 32) else { return false }
    domain = domain[..<slash]
  }
  if domain.isEmpty { return true }
  return domain.first == ":" && domain.count > 1 && isMacroText(domain.dropFirst())
}

private func isNetwork(_ text: Substring, longest: Int, isVersion6: Bool) -> Bool {
  let halves = text.split(separator: "/", omittingEmptySubsequences: false)
  guard halves.count <= 2, IPAddress(halves[0]) != nil, halves[0].contains(":") == isVersion6
  else { return false }
  return halves.count == 1 || isLength(halves[1], longest: longest)
}

private func isLength(_ text: Substring, longest: Int) -> Bool {
  guard (1...3).contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) }),
    text == "0" || text.first != "0"
  else { return false }
  return Int(text).map { $0 <= longest } ?? false
}

/// Tells whether a text is printable, and each `%` in it begins a macro (RFC 7208, 7.1).
private func isMacroText(_ text: some StringProtocol) -> Bool {
  var rest = Array(text.utf8)[...]
  while let byte = rest.popFirst() {
    guard byte > 32, byte < 127 else { return false }
    guard byte == UInt8(ascii: "%") else { continue }
    guard let next = rest.popFirst() else { return false }
    if "%_-".utf8.contains(next) { continue }
    guard next == UInt8(ascii: "{"), let letter = rest.popFirst(),
      "slodiphcrtv".utf8.contains(letter | 32)
    else { return false }
    while let digit = rest.first, (48...57).contains(digit) { rest.removeFirst() }
    if let reverse = rest.first, reverse | 32 == UInt8(ascii: "r") { rest.removeFirst() }
    while let mark = rest.first, ".-+,/_=".utf8.contains(mark) { rest.removeFirst() }
    guard rest.popFirst() == UInt8(ascii: "}") else { return false }
  }
  return true
}
