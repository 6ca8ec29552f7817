/// A secret in one of AWS's stores, as a `secretRef` names it.
struct SecretReference: Sendable, Hashable {
  enum Store: String, Sendable {
    case secretsManager = "aws-sm"
    case parameters = "ssm"
  }

  let store: Store
  /// The name or ARN that the store knows it by.
  let id: String
  /// The member of a JSON object that is meant, where one is named.
  let key: String?

  /// Reads `aws-sm:ID`, `aws-sm:ID#KEY` or `ssm:NAME`; nil for anything else.
  init?(_ text: String) {
    let halves = text.split(separator: ":", maxSplits: 1).map(String.init)
    guard halves.count == 2, let store = Store(rawValue: halves[0]), !halves[1].isEmpty
    else { return nil }
    self.store = store
    guard store == .secretsManager, let hash = halves[1].firstIndex(of: "#") else {
      (id, key) = (halves[1], nil)
      return
    }
    id = String(halves[1][..<hash])
    key = String(halves[1][halves[1].index(after: hash)...])
    guard !id.isEmpty, key != "" else { return nil }
  }

  /// The region that an ARN names.
  var region: String? {
    let parts = id.split(separator: ":", omittingEmptySubsequences: false)
    return parts.count > 5 && parts[0] == "arn" ? String(parts[3]) : nil
  }
}
