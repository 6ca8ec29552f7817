internal import JSON

extension PrincipalElement {
  /// Reads a `Principal`: `"*"`, or lists of names by their kind; nil where any is not known.
  init?(_ json: JSON) {
    if json.string == "*" {
      names = [.everyone]
      return
    }
    guard let members = json.object, !members.isEmpty else { return nil }
    var names: [Name] = []
    for member in members {
      guard let texts = member.value.texts else { return nil }
      for text in texts {
        guard let name = Name(text, kind: member.key) else { return nil }
        names.append(name)
      }
    }
    self.names = names
  }
}

extension PrincipalElement.Name {
  fileprivate init?(_ text: String, kind: String) {
    switch kind {
    case "AWS": self.init(aws: text)
    case "Federated" where !text.isEmpty: self = .federated(text)
    case "Service" where !text.isEmpty: self = .service(text)
    default: return nil
    }
  }

  private init?(aws text: String) {
    if text == "*" {
      self = .everyone
    } else if text.isAccount {
      self = .account(text)
    } else if let principal = PolicyPrincipal(arn: text) {
      // No wildcard is one in the name of a principal.
      guard let arn = ARN(text), !text.contains(where: { "*?".contains($0) }) else { return nil }
      if case .root(let account, _) = principal {
        self = .account(account)
      } else {
        self = .arn(arn)
      }
    } else if text.utf8.count >= 16, text.first == "A",
      text.utf8.allSatisfy({ (48...57).contains($0) || (65...90).contains($0) })
    {
      self = .formerID
    } else {
      return nil
    }
  }
}

extension String {
  /// Whether it is an account's number.
  var isAccount: Bool { utf8.count == 12 && utf8.allSatisfy { (48...57).contains($0) } }
}

extension JSON {
  /// The texts of a text or a list of texts; nil where there is anything else.
  var texts: [String]? {
    if let string { return [string] }
    guard let array else { return nil }
    let texts = array.compactMap(\.string)
    return texts.count == array.count ? texts : nil
  }
}
