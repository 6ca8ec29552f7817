/// What is known of a request beside who asks for what; keys are the same in any case.
package struct PolicyContext: Sendable {
  /// What a request says of one key.
  package enum Value: Sendable, Hashable {
    case values([String])
    /// The request surely does not have it.
    case absent
  }

  private var values: [String: Value] = [:]
  /// What follows from who asks, where nothing else is said.
  var asking: PolicyPrincipal?
  var resourceAccount: String?

  package init() {}

  /// What is said of a key; nil where that is not known.
  package subscript(_ key: String) -> Value? {
    get { value(lowercased: key.lowercased()) }
    set { values[key.lowercased()] = newValue }
  }

  /// The keys that have values, with them, in the order of their names.
  var known: [(key: String, values: [String])] {
    values.sorted { $0.key < $1.key }.compactMap { key, value in
      if case .values(let values) = value { (key, values) } else { nil }
    }
  }

  /// What is said of a key that is in lower case already.
  func value(lowercased key: String) -> Value? {
    if let value = values[key] { return value }
    return key.utf8.starts(with: "aws:".utf8) ? whatFollows(key) : nil
  }

  private func whatFollows(_ key: String) -> Value? {
    if key == "aws:resourceaccount" { return resourceAccount.map { .values([$0]) } }
    guard let asking else { return nil }
    switch key {
    case "aws:principalarn":
      return asking.arn.map { .values([$0]) } ?? (asking.belongsToNobody ? .absent : nil)
    case "aws:principalaccount":
      return asking.account.map { .values([$0]) } ?? (asking.belongsToNobody ? .absent : nil)
    case "aws:principalisawsservice":
      return asking.isService.map { $0 ? "true" : "false" }
    case "aws:principalservicename":
      if case .service(let name) = asking { return .values([name]) }
      return asking.isService.map { _ in .absent }
    case "aws:principaltype": return asking.type.map { .values([$0]) }
    case "aws:username":
      switch asking {
      case .user(let arn): return .values([arn.path.last.map(String.init) ?? ""])
      case .root, .role, .session: return .absent
      case .federated, .service, .anonymous, .somebody: return nil
      }
    default: return nil
    }
  }
}

extension PolicyPrincipal {
  fileprivate var belongsToNobody: Bool {
    switch self {
    case .service, .anonymous: true
    case .root, .user, .role, .session, .federated, .somebody: false
    }
  }

  /// Whether it is a service of AWS; nil where that is not known.
  fileprivate var isService: Bool? {
    switch self {
    case .service: true
    case .somebody: nil
    case .root, .user, .role, .session, .federated, .anonymous: false
    }
  }

  fileprivate var type: String? {
    switch self {
    case .root: "Account"
    case .user: "User"
    case .role, .session: "AssumedRole"
    case .anonymous: "Anonymous"
    case .federated, .service, .somebody: nil
    }
  }
}

extension PolicyContext: ExpressibleByDictionaryLiteral {
  package init(dictionaryLiteral elements: (String, Value)...) {
    for (key, value) in elements { self[key] = value }
  }
}

extension PolicyContext.Value: ExpressibleByStringLiteral, ExpressibleByArrayLiteral {
  package init(stringLiteral value: String) { self = .values([value]) }
  package init(arrayLiteral elements: String...) { self = .values(elements) }
}
