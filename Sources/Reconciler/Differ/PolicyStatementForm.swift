internal import JSON

/// The one form of all the ways in which a statement of an AWS policy can be written.
///
/// AWS gives back one value for a list of one, a principal's account as the ARN of its root, and
/// what is a set in another order. Names of actions and of condition keys have no case.
struct PolicyStatementForm {
  let json: JSON

  init(_ statement: JSONObject) {
    var members: [(String, JSON)] = []
    for member in statement {
      Self.value(member.value, of: member.key).map { members.append((member.key, $0)) }
    }
    json = .object(JSONObject(members))
  }

  private static func value(_ value: JSON, of element: String) -> JSON? {
    switch element {
    case "Sid": value == "" ? nil : value
    case "Principal", "NotPrincipal": principal(value)
    case "Action", "NotAction": set(value) { $0.lowercased() }
    case "Resource", "NotResource": set(value) { $0 }
    case "Condition": condition(value)
    default: value
    }
  }

  /// Everyone is what every AWS principal is.
  private static func principal(_ value: JSON) -> JSON {
    mapped(value == "*" ? ["AWS": "*"] : value) { kind, names in
      (kind, set(names) { kind == "AWS" ? account(ofRoot: $0) ?? $0 : $0 })
    }
  }

  /// Returns the account whose root an ARN names, in whatever partition.
  private static func account(ofRoot arn: String) -> String? {
    let parts = arn.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 6, parts[0] == "arn", parts[2] == "iam", parts[3].isEmpty,
      parts[5] == "root"
    else { return nil }
    return String(parts[4])
  }

  private static func condition(_ value: JSON) -> JSON {
    mapped(value) { name, keys in
      (name, mapped(keys) { key, values in (key.lowercased(), set(values) { $0 }) })
    }
  }

  private static func mapped(
    _ value: JSON, _ change: (String, JSON) -> (String, JSON)
  ) -> JSON {
    guard let object = value.object else { return value }
    return .object(JSONObject(object.map { change($0.key, $0.value) }))
  }

  /// Returns one value or several as a list without order, numbers and truths as texts.
  private static func set(_ value: JSON, _ folded: (String) -> String) -> JSON {
    var texts: Set<String> = []
    for element in value.array ?? [value] {
      switch element {
      case .string(let text): texts.insert(folded(text))
      case .number(let number): texts.insert(number.text)
      case .bool(let truth): texts.insert(truth ? "true" : "false")
      default: return value
      }
    }
    return .array(texts.sorted().map(JSON.string))
  }
}
